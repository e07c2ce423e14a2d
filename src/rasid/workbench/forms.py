"""Forms: what people may send, and nothing else."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

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
