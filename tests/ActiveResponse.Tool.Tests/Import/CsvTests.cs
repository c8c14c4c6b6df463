using ActiveResponse.Tool.Import;
using FsCheck;
using FsCheck.Fluent;

namespace ActiveResponse.Tool.Tests.Import;

/// <summary>Comma-separated values.</summary>
public sealed class CsvTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 30, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Any_text_comes_back_as_it_was() =>
        Prop.ForAll(
                ArbMap.Default.GeneratorFor<NonEmptyArray<NonNull<string>>>().ToArbitrary(),
                static texts =>
                {
                    string[] cells = ["x", .. texts.Get.Take(50).Select(static text => text.Get)];
                    var rows = CsvText.Rows(CsvText.Row(cells), ',').ToList();
                    return rows is [(1, var read)] && read.SequenceEqual(cells);
                }
            )
            .QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("=cmd|'/c calc'!A1", "'=cmd|'/c calc'!A1\r\n")]
    [InlineData("+1", "'+1\r\n")]
    [InlineData("-1", "'-1\r\n")]
    [InlineData("@SUM(A1)", "'@SUM(A1)\r\n")]
    [InlineData("'=1", "''=1\r\n")]
    [InlineData("\t=1", "\"'\t=1\"\r\n")]
    [InlineData("\n=1", "\"'\n=1\"\r\n")]
    [InlineData("a \"b\", c", "\"a \"\"b\"\", c\"\r\n")]
    [InlineData("it's =1", "it's =1\r\n")]
    [InlineData("'tis", "'tis\r\n")]
    public void A_spreadsheet_calculates_nothing(string text, string row)
    {
        CsvText.Row([text]).Should().Be(row);
        CsvText.Rows(row, ',').Should().ContainSingle().Which.Cells.Should().Equal(text);
    }

    [Theory]
    [InlineData("a,\"b\nc", "line 1 has a quote that isn't closed")]
    [InlineData("a\nb,\"c\"d", "line 2 has text after a closing quote")]
    public void A_broken_row_is_named_by_its_line(string text, string why) =>
        FluentActions.Invoking(() => CsvText.Rows(text, ',').ToList()).Should().Throw<ImportException>().WithMessage(why);

    [Fact]
    public void Endless_rows_and_cells_are_refused()
    {
        FluentActions.Invoking(() => CsvText.Rows(new string(',', 1_000), ',').ToList()).Should().Throw<ImportException>();
        FluentActions.Invoking(() => CsvText.Rows(new string('x', 100_000), ',').ToList()).Should().Throw<ImportException>();
    }

    [Theory]
    [InlineData("target,until,reason\n203.0.113.9,2026-11-30T13:00:00Z,\"a, b\"\n", true)]
    [InlineData("\ufeffReason;IP;seconds_left\r\n\"a, b\";203.0.113.9;3600\r\n", true)]
    [InlineData("reason\taddress\tseconds_left\n\"a, b\"\t203.0.113.9\t3600", true)]
    [InlineData("203.0.113.9\n198.51.100.1\n", false)]
    [InlineData("target\n203.0.113.9\n", false)]
    [InlineData("# target, see below\n203.0.113.9\n", false)]
    public void It_is_recognized_by_its_header(string text, bool isCsv)
    {
        CsvList.Is(text).Should().Be(isCsv);
        if (isCsv)
        {
            CsvList.Read(text, Now).Should().Equal(new ImportedBlock("203.0.113.9", TimeSpan.FromHours(1)) { Reason = "a, b" });
        }
    }

    [Theory]
    [InlineData("a,b\n1,2", "line 1 has no column 'target'")]
    [InlineData("target,until\n203.0.113.9,2026-11-30T13:00:00Z\n\n,x", "line 4 has no target")]
    [InlineData("target,until\n203.0.113.9,soon", "line 2: 'soon' is no time")]
    [InlineData("target,seconds_left\n203.0.113.9,1e99", "line 2: '1e99' is no number of seconds")]
    public void What_it_does_not_say_clearly_is_refused(string text, string why) =>
        FluentActions.Invoking(() => CsvList.Read(text, Now)).Should().Throw<ImportException>().WithMessage(why);

    [Fact]
    public void What_is_being_lifted_is_left_out() =>
        ImportPlan
            .Of(CsvList.Read("target,state,seconds_left\n203.0.113.9,lifting,60\n203.0.113.10,active,60", Now), otherwise: null)
            .LeftOut.Should()
            .Equal(("203.0.113.9", "it is being lifted"));
}
