using ActiveResponse.Tests.Support;

namespace ActiveResponse.Tests.Conventions;

public sealed class CodeScanTests
{
    private static readonly string[] Folders = ["src", "tests", "benchmarks", "samples", "templates"];

    // They hold text of other programs, line by line as it is.
    private static readonly string[] FilesWithLongText =
    [
        "tests/ActiveResponse.Core.Tests/Guards/Network/SystemTextTests.cs",
        "tests/ActiveResponse.Tool.Tests/ExecdGuideTests.cs",
        "tests/ActiveResponse.Tool.Tests/GuideCommandTests.cs",
    ];

    private static readonly IReadOnlyList<(string Path, string Text)> Sources =
    [
        .. Folders.SelectMany(RepositoryFiles.Sources).Select(static path => (path, RepositoryFiles.Read(path))),
    ];

    [Fact]
    public void No_line_is_longer_than_140_columns() =>
        Sources
            .Where(static source => !FilesWithLongText.Contains(source.Path))
            .SelectMany(static source => CodeScan.LongLines(source.Path, source.Text))
            .ToList()
            .Should()
            .BeEmpty();

    [Fact]
    public void Only_files_with_such_a_line_are_excepted() =>
        FilesWithLongText.Should().OnlyContain(path => CodeScan.LongLines(path, RepositoryFiles.Read(path)).Any());

    [Fact]
    public void No_conditional_expression_is_part_of_another_one() =>
        Sources.SelectMany(static source => CodeScan.NestedConditionals(source.Path, source.Text)).ToList().Should().BeEmpty();

    [Fact]
    public void A_long_or_branching_member_gives_the_reason_in_a_comment_before_it() =>
        Sources.SelectMany(static source => CodeScan.LongMembers(source.Path, source.Text)).ToList().Should().BeEmpty();

    [Fact]
    public void A_short_member_gives_no_reason_for_being_long() =>
        Sources.SelectMany(static source => CodeScan.NeedlessReasons(source.Path, source.Text)).ToList().Should().BeEmpty();

    [Fact]
    public void No_test_waits_by_spinning() =>
        Sources
            .Where(static source => source.Path.StartsWith("tests/", StringComparison.Ordinal) || source.Path.Contains("Testing"))
            .SelectMany(static source => CodeScan.SpinningWaits(source.Path, source.Text))
            .ToList()
            .Should()
            .BeEmpty("a test awaits what it waits for, or uses Until and ManualClock.AdvanceUntilAsync");

    [Theory]
    [InlineData("while (!done) { await Task.Yield(); }")]
    [InlineData("SpinWait.SpinUntil(() => done);")]
    [InlineData("while (!task.IsCompleted) { clock.Advance(second); }")]
    public void Finds_a_wait_that_spins(string statement) =>
        CodeScan.SpinningWaits("a.cs", $"class C {{ async Task M() {{ {statement} }} }}").Should().ContainSingle();

    [Theory]
    [InlineData("while (!task.IsCompleted) { read++; }")]
    [InlineData("while (run.Next()) { clock.Advance(second); }")]
    [InlineData("await clock.AdvanceUntilAsync(task);")]
    public void Lets_other_loops_be(string statement) =>
        CodeScan.SpinningWaits("a.cs", $"class C {{ async Task M() {{ {statement} }} }}").Should().BeEmpty();

    [Fact]
    public void Finds_a_line_of_141_columns() =>
        CodeScan.LongLines("a.cs", $"{new string('é', 140)}\r\n{new string('x', 141)}\n").Should().Equal("a.cs:2: 141 columns");

    [Theory]
    [InlineData("a ? b : c ? d : e")]
    [InlineData("a ? (b ? c : d) : e")]
    [InlineData("(a ? b : c) ? d : e")]
    [InlineData("a ? f(b ? c : d) : e")]
    [InlineData("""a ? $"{(b ? c : d)}" : e""")]
    [InlineData("a ? new R { B = b ? c : d } : e")]
    public void Finds_a_nested_conditional(string expression) =>
        CodeScan.NestedConditionals("a.cs", $"class C {{ object M() => {expression}; }}").Should().ContainSingle();

    [Theory]
    [InlineData("a ? b : c")]
    [InlineData("f(a ? b : c, d ? e : g)")]
    [InlineData("a ? list.Select(x => x ? b : c) : d")]
    [InlineData("a ?? b?.C")]
    public void Lets_a_plain_conditional_be(string expression) =>
        CodeScan.NestedConditionals("a.cs", $"class C {{ object M() => {expression}; }}").Should().BeEmpty();

    [Theory]
    [InlineData(40, 0, 0)]
    [InlineData(41, 0, 1)]
    [InlineData(9, 9, 0)]
    [InlineData(10, 10, 1)]
    public void Finds_a_method_that_is_long_or_branches_often(int lines, int branches, int times)
    {
        var found = CodeScan.LongMembers("a.cs", Method("", lines, branches));

        found.Should().HaveCount(times);
    }

    [Fact]
    public void Takes_a_reason_for_a_long_method()
    {
        CodeScan.LongMembers("a.cs", Method("// Long: a table, best read whole.\n", 50, 0)).Should().BeEmpty();
        CodeScan.LongMembers("a.cs", Method("// Long: \n", 50, 0)).Should().ContainSingle();
        CodeScan.LongMembers("a.cs", Method("// Not so long.\n", 50, 0)).Should().ContainSingle();
    }

    [Fact]
    public void Finds_a_reason_for_a_short_method()
    {
        CodeScan.NeedlessReasons("a.cs", Method("// Long: it was once.\n", 10, 0)).Should().ContainSingle();
        CodeScan.NeedlessReasons("a.cs", Method("// Long: a table, best read whole.\n", 50, 0)).Should().BeEmpty();
        CodeScan.NeedlessReasons("a.cs", Method("// Not so long.\n", 10, 0)).Should().BeEmpty();
    }

    private static string Method(string comment, int lines, int branches) =>
        $"class C\n{{\n{comment}void M()\n{{\n"
        + string.Concat(Enumerable.Repeat("if (a) { }\n", branches))
        + string.Concat(Enumerable.Repeat("F();\n", lines - branches))
        + "}\n}\n";
}
