using System.Text.RegularExpressions;
using ActiveResponse.Tests.Support;

namespace ActiveResponse.Tests.Conventions;

public sealed partial class LayeringTests
{
    private static readonly IReadOnlyList<(string Path, string Text)> Sources =
    [
        .. RepositoryFiles.Sources(Layers.Project).Select(static path => (path[(Layers.Project.Length + 1)..], RepositoryFiles.Read(path))),
    ];

    [Fact]
    public void A_folder_uses_only_folders_before_it()
    {
        var scan = new LayerScan(Layers.InOrder, Sources);

        Sources.SelectMany(source => scan.Violations(source.Path, source.Text)).Should().BeEmpty();
    }

    [Fact]
    public void Every_layer_has_a_folder_and_every_folder_is_a_layer() =>
        Sources
            .Select(static source => LayerScan.FolderOf(source.Path))
            .Where(static folder => folder.Length > 0)
            .Distinct()
            .Should()
            .BeEquivalentTo(Layers.InOrder);

    [Fact]
    public void The_namespace_of_a_file_is_its_folder()
    {
        var wrong = Sources.Where(static source =>
        {
            var folder = Path.GetDirectoryName(source.Path)!.Replace('\\', '/').Replace('/', '.');
            var expected = folder.Length == 0 ? "ActiveResponse" : $"ActiveResponse.{folder}";
            var actual = Namespace().Match(source.Text).Groups["name"].Value;
            // Extensions of the service collection and of the builder are found where a host looks for them.
            return actual != expected
                && !(folder == "DependencyInjection" && actual == "Microsoft.Extensions.DependencyInjection")
                && !(actual == "ActiveResponse.DependencyInjection" && source.Path.EndsWith("Extensions.cs", StringComparison.Ordinal));
        });

        wrong.Select(static source => source.Path).Should().BeEmpty();
    }

    [Theory]
    [InlineData("using ActiveResponse.Execution;")]
    [InlineData("using static ActiveResponse.Execution.ActionVerb;")]
    [InlineData("using Verb = ActiveResponse.Execution.ActionVerb;")]
    [InlineData("    private ActiveResponse.Responders.Firewall.FirewallEntry _entry;")]
    [InlineData("    private global::ActiveResponse.Execution.ActionVerb _verb;")]
    [InlineData("    private Execution.ActionVerb _verb;")]
    [InlineData("    private Responders.Firewall.FirewallEntry _entry;")]
    [InlineData("    /// <summary>See <see cref=\"Execution.ActionVerb\"/>.</summary>")]
    [InlineData("    public ActiveResponseEngine Engine { get; }")]
    [InlineData("using ActiveResponse;")]
    public void Says_where_an_earlier_folder_uses_a_later_one(string line)
    {
        var violations = new LayerScan(Layers.InOrder, Sources).Violations(
            "Planning/Sample.cs",
            $"namespace ActiveResponse.Planning;\n{line}\n"
        );

        violations.Should().ContainSingle().Which.Should().StartWith("Planning/Sample.cs:2: Planning uses");
    }

    [Theory]
    [InlineData("using ActiveResponse.Configuration;")]
    [InlineData("using ActiveResponse.Planning;")]
    [InlineData("    private Matching.MatchReasons _reasons;")]
    [InlineData("    // ActiveResponse.Execution carries it out.")]
    [InlineData("    var verb = order.Execution.ActionVerb;")]
    [InlineData("    var state = State.Unheard;")]
    public void Lets_an_earlier_folder_be_used(string line) =>
        new LayerScan(Layers.InOrder, Sources).Violations("Planning/Sample.cs", line).Should().BeEmpty();

    [Fact]
    public void Lets_only_composition_use_the_engine()
    {
        var scan = new LayerScan(Layers.InOrder, Sources);

        scan.Violations("DependencyInjection/Sample.cs", "ActiveResponseEngine engine;").Should().BeEmpty();
        scan.Violations("Timeouts/Sample.cs", "ActiveResponseEngine engine;").Should().ContainSingle();
    }

    [Fact]
    public void Lets_a_file_register_what_its_folder_holds() =>
        new LayerScan(Layers.InOrder, Sources)
            .Violations("Planning/SampleExtensions.cs", "using ActiveResponse.Timeouts;\n\nnamespace ActiveResponse.DependencyInjection;\n")
            .Should()
            .BeEmpty();

    [Fact]
    public void Refuses_a_folder_that_is_on_no_list() =>
        new LayerScan(Layers.InOrder, Sources).Violations("Helpers/Sample.cs", "").Should().ContainSingle();

    [GeneratedRegex(@"^namespace (?<name>[\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Namespace();
}
