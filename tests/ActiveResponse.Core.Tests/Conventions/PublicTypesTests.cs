using ActiveResponse.Testing;
using ActiveResponse.Tests.Support;

namespace ActiveResponse.Tests.Conventions;

/// <summary>What is public stays small, and no package leaves out the text that its public API is compared with.</summary>
public sealed class PublicTypesTests
{
    [Fact]
    public void No_more_types_are_public_than_internal()
    {
        var types = typeof(ActiveResponseEngine)
            .Assembly.GetTypes()
            .Where(static type =>
                !type.IsNested
                && !type.Name.StartsWith('<')
                && type.Namespace?.StartsWith("ActiveResponse", StringComparison.Ordinal) == true
            )
            .ToList();

        types.Count(static type => type.IsPublic).Should().BeInRange(20, types.Count / 2);
    }

    [Fact]
    public void The_fakes_need_no_test_framework() =>
        typeof(ManualClock)
            .Assembly.GetReferencedAssemblies()
            .Should()
            .NotContain(static name => name.Name!.StartsWith("xunit", StringComparison.OrdinalIgnoreCase));

    [Fact]
    public void Every_package_with_code_has_the_text_of_its_public_api()
    {
        var projects = Directory
            .EnumerateFiles(RepositoryFiles.PathOf("src"), "*.csproj", SearchOption.AllDirectories)
            .Select(static path => Path.GetDirectoryName(path)!)
            .ToList();

        projects.Should().Contain(RepositoryFiles.PathOf("src/ActiveResponse.Core"));
        projects
            .Should()
            .OnlyContain(static folder =>
                File.Exists(Path.Combine(folder, "PublicAPI.Shipped.txt")) && File.Exists(Path.Combine(folder, "PublicAPI.Unshipped.txt"))
            );
    }
}
