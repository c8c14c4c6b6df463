using System.Reflection;
using ActiveResponse.Testing;
using ActiveResponse.Tests.Support;
using Xunit.Abstractions;

namespace ActiveResponse.Tests.PublicApi;

/// <summary>The public API changes only on purpose: it is compared with the text that was accepted last.</summary>
public sealed class PublicApiTests(ITestOutputHelper output)
{
    private const string Folder = "tests/ActiveResponse.Core.Tests/PublicApi";
    private const string Accept = "ACCEPT_PUBLIC_API";

    private static readonly Dictionary<string, Assembly> Assemblies = new()
    {
        ["ActiveResponse.Core"] = typeof(ActiveResponseEngine).Assembly,
        ["ActiveResponse.Testing"] = typeof(ManualClock).Assembly,
    };

    [Theory]
    [InlineData("ActiveResponse.Core")]
    [InlineData("ActiveResponse.Testing")]
    public void The_public_api_is_the_accepted_one(string name)
    {
        var path = RepositoryFiles.PathOf($"{Folder}/{name}.txt");
        var now = ApiText.Of(Assemblies[name]);
        if (Environment.GetEnvironmentVariable(Accept) == "1")
        {
            File.WriteAllText(path, now);
        }

        var accepted = File.Exists(path) ? File.ReadAllText(path).ReplaceLineEndings("\n") : "";
        var difference = Difference(accepted.Split('\n'), now.Split('\n'));

        Assert.True(difference.Count == 0, $"The public API of {name} has changed:\n{string.Join('\n', difference)}\n"
            + $"If that is meant, run this test once with {Accept}=1 in the environment, and commit {Folder}/{name}.txt.");
    }

    [Fact]
    public void No_more_types_are_public_than_internal()
    {
        var types = Assemblies["ActiveResponse.Core"].GetTypes()
            .Where(static type => !type.IsNested && !type.Name.StartsWith('<') && type.Namespace?.StartsWith("ActiveResponse", StringComparison.Ordinal) == true).ToList();
        var shown = types.Count(static type => type.IsPublic);

        output.WriteLine($"public:internal = {shown}:{types.Count - shown}");
        shown.Should().BeInRange(20, types.Count - shown);
    }

    [Fact]
    public void Tells_what_was_added_and_what_was_removed() =>
        Difference(["a", "  b", "c"], ["a", "  b2", "c", "d"]).Should().Equal("-   b", "+   b2", "+ d");

    [Fact]
    public void Shows_what_a_caller_sees_and_nothing_else() => new ApiText().Render([typeof(Seen)]).Should().Be(
        """
        abstract class ActiveResponse.Tests.PublicApi.Seen
          protected new(String name, Int32? count = default)
          protected virtual Void Turn()
          static List<String> Of(String[]? names, out Int32 found)
          virtual String? Name { get; init; }

        """.ReplaceLineEndings("\n"));

    // Lines that stand in one text only, in order; where a line has moved it is told twice.
    private static List<string> Difference(string[] before, string[] after)
    {
        var lengths = new int[before.Length + 1, after.Length + 1];
        for (var i = before.Length - 1; i >= 0; i--)
        {
            for (var j = after.Length - 1; j >= 0; j--)
            {
                lengths[i, j] = before[i] == after[j] ? lengths[i + 1, j + 1] + 1 : Math.Max(lengths[i + 1, j], lengths[i, j + 1]);
            }
        }

        var lines = new List<string>();
        var (x, y) = (0, 0);
        while (x < before.Length || y < after.Length)
        {
            if (x < before.Length && y < after.Length && before[x] == after[y])
            {
                (x, y) = (x + 1, y + 1);
            }
            else if (x < before.Length && (y == after.Length || lengths[x + 1, y] >= lengths[x, y + 1]))
            {
                lines.Add("- " + before[x++]);
            }
            else
            {
                lines.Add("+ " + after[y++]);
            }
        }

        return lines;
    }
}

/// <summary>Something to show.</summary>
public abstract class Seen
{
    private readonly int _count;

    protected Seen(string name, int? count = null) => (Name, _count) = (name, count ?? 0);

    public virtual string? Name { get; init; }

    internal int Hidden => _count;

    public static List<string> Of(string[]? names, out int found)
    {
        found = names?.Length ?? 0;
        return [.. names ?? []];
    }

    protected virtual void Turn() => Private();

    private static void Private()
    {
    }
}
