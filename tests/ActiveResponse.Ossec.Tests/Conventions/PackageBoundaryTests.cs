using System.Reflection;
using System.Text.RegularExpressions;
using ActiveResponse.Ossec.Execd;
using ActiveResponse.Tests.Support;

namespace ActiveResponse.Ossec.Tests.Conventions;

/// <summary>Core is what an agent embeds: whatever speaks to an installed OSSEC or Wazuh is in this package, and Core needs nothing of
/// it.</summary>
public sealed partial class PackageBoundaryTests
{
    private const string Project = "src/ActiveResponse.Ossec";

    private static readonly Assembly Core = typeof(ActiveResponseEngine).Assembly;
    private static readonly Assembly Ossec = typeof(ExecdNote).Assembly;

    private static readonly IReadOnlyList<(string Folder, string Path)> Sources =
    [
        .. RepositoryFiles.Sources(Project).Select(static path => (path[(Project.Length + 1)..].Split('/')[0], path)),
    ];

    [Fact]
    public void Core_needs_no_other_package_of_ours() =>
        Core.GetReferencedAssemblies()
            .Select(static name => name.Name)
            .Should()
            .NotContain(static name => name!.StartsWith("ActiveResponse"));

    [Fact]
    public void Core_has_no_type_of_this_package()
    {
        var folders = Sources.Select(static source => source.Folder).ToHashSet();

        folders.Should().Contain(["Execd", "AsScript", "ManagerQueues", "Wpk"]);
        Core.GetTypes()
            .Where(type => type.Namespace?.Split('.').Any(folders.Contains) == true)
            .Select(static type => type.FullName)
            .Should()
            .BeEmpty();
    }

    [Fact]
    public void Types_of_both_packages_never_share_a_full_name() =>
        Ossec
            .GetTypes()
            .Where(IsOurs)
            .Select(static type => type.FullName)
            .Intersect(Core.GetTypes().Select(static type => type.FullName))
            .Should()
            .BeEmpty();

    [Fact]
    public void The_namespace_of_a_file_is_its_folder()
    {
        // Extensions of the builder are where a host looks for them.
        var wrong = Sources.Where(static source =>
            Namespace().Match(RepositoryFiles.Read(source.Path)).Groups["name"].Value is var actual
            && actual != Path.GetDirectoryName(source.Path)!["src/".Length..].Replace('/', '.')
            && !(actual == "ActiveResponse.DependencyInjection" && source.Path.EndsWith("Extensions.cs", StringComparison.Ordinal))
        );

        wrong.Select(static source => source.Path).Should().BeEmpty();
    }

    [Fact]
    public void Folders_use_only_the_one_for_files_besides_their_own()
    {
        var violations = Sources.SelectMany(source =>
            Uses()
                .Matches(RepositoryFiles.Read(source.Path))
                .Select(static match => match.Groups["folder"].Value)
                .Where(folder =>
                    folder != source.Folder && folder != "Files" && !source.Path.EndsWith("Extensions.cs", StringComparison.Ordinal)
                )
                .Select(folder => $"{source.Path} uses {folder}")
        );

        violations.Should().BeEmpty();
    }

    private static bool IsOurs(Type type) => type.Namespace?.StartsWith("ActiveResponse", StringComparison.Ordinal) == true;

    [GeneratedRegex(@"^namespace (?<name>[\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Namespace();

    [GeneratedRegex(@"ActiveResponse\.Ossec\.(?<folder>[A-Z]\w+)")]
    private static partial Regex Uses();
}
