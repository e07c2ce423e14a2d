"""Forms: what people may send, and nothing else."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.contrib.auth.models import Group
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from rasid.workbench.models import User
from rasid.workbench.tokens import SCOPES


class CodeForm(forms.Form):
    """The code of a second factor."""

    code = forms.CharField(
        label=_("Code"),
        max_length=16,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "dir": "ltr"}),
    )


class TokenForm(forms.Form):
    """A token for a program."""

    name = forms.CharField(label=_("What it is for"), max_length=100)
    scopes = forms.MultipleChoiceField(
        label=_("What it may do"), choices=[(scope, scope) for scope in SCOPES], widget=forms.CheckboxSelectMultiple
    )
    days = forms.IntegerField(label=_("Days that it is good"), min_value=1, max_value=3650, initial=90)


class _PersonForm(forms.ModelForm):
    """A person's role and groups."""

    class Meta:
        """Nothing but these can be set, whatever is sent."""

        model = User
        fields = ("username", "role", "groups", "is_active")
        labels: ClassVar = {"groups": _("Groups"), "is_active": _("May log in"), "username": _("Name")}
        help_texts: ClassVar = {"username": "", "groups": "", "is_active": ""}
        widgets: ClassVar = {"groups": forms.CheckboxSelectMultiple}

    password = forms.CharField(
        label=_("Password"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean(self) -> dict[str, Any]:
        """The password as Django's validators want it."""
        cleaned = super().clean()
        password = cleaned.get("password")
        if password:
            try:
                validate_password(password, self.instance)
            except forms.ValidationError as error:
                self.add_error("password", error)
        return cleaned

    def save(self, commit: bool = True) -> User:  # noqa: FBT002  # as in Django
        """With the password, where one was given."""
        person = super().save(commit=False)
        if self.cleaned_data.get("password"):
            person.set_password(self.cleaned_data["password"])
        if commit:
            person.save()
            self.save_m2m()
        return person


class NewPersonForm(_PersonForm):
    """Somebody new."""


class PersonForm(_PersonForm):
    """Somebody who is there; the password stays where none is given."""

    forget_device = forms.BooleanField(label=_("Take the second factor away"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """A password is not asked for."""
        super().__init__(*args, **kwargs)
        self.fields["password"].required = False


class GroupForm(forms.ModelForm):
    """A group to which documents can be restricted."""

    class Meta:
        """Its name alone."""

        model = Group
        fields = ("name",)
        labels: ClassVar = {"name": _("Name of the group")}
