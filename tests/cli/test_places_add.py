def test_a_table_is_made_and_used(run, examples, tmp_path):
    result = run("places", "add", examples / "places_cod.csv", "--out", "mine.tsv")
    assert result.exit_code == 0
    assert "5 rows read, 3 written" in result.stderr
    assert "left out, no Arabic name: 1" in result.stderr
    report = (tmp_path / "mine.tsv.report.csv").read_text(encoding="utf-8")
    assert "Kherbet,,left out,no Arabic name" in report
    (tmp_path / "news.txt").write_text("قصفت الطائرات قرية حزارين الشرقية أمس وقتل أربعة مدنيين.", encoding="utf-8")
    assert "Hezareh" in run("read", "news.txt", "--lexicon", "mine.tsv").stdout
    assert "Hezareh" not in run("read", "news.txt").stdout


def test_the_table_goes_to_the_screen(run, examples):
    result = run("places", "add", examples / "places_cod.csv")
    assert result.stdout.startswith("aliases\tname_en\t")
    assert len(result.stdout.splitlines()) == 4


def test_a_table_that_is_none(run, tmp_path):
    (tmp_path / "bad.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    result = run("places", "add", "bad.csv", "--out", "mine.tsv")
    assert result.exit_code == 1
    assert "[R123] bad.csv:1:" in result.stderr
    assert not (tmp_path / "mine.tsv").exists()
    assert run("places", "add", "none.csv").exit_code == 1
