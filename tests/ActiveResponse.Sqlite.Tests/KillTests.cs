using ActiveResponse.Sqlite.Tests.Support;

namespace ActiveResponse.Sqlite.Tests;

public sealed class KillTests : IDisposable
{
    private const int Rounds = 5;

    private readonly StoreFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_kill_in_the_middle_of_commits_loses_none_that_was_answered_and_leaves_none_in_part()
    {
        var answered = new HashSet<int>();
        for (var round = 1; round <= Rounds; round++)
        {
            await KillWhileItCommitsAsync(answered, lines: 40 * round);
            var store = await _folder.ReopenAsync();

            var present = await CrashLoad.PresentAsync(store, NextAfter(answered));

            answered.Should().BeSubsetOf(present);
            await store.DisposeAsync();
        }

        answered.Should().HaveCountGreaterThan(40);
    }

    // Of each writer one more commit than was answered may be there.
    private static int NextAfter(HashSet<int> answered) => answered.Append(-1).Max() + (2 * CrashLoad.Writers);

    private async Task KillWhileItCommitsAsync(HashSet<int> answered, int lines)
    {
        using var child = Child.Start("write", _folder.File, $"{NextAfter(answered)}");
        for (var i = 0; i < lines; i++)
        {
            answered.Add(int.Parse((await child.LineAsync())!));
        }

        child.Kill();

        // What it had written before it died counts; its last line may be cut.
        var rest = await child.RestAsync();
        answered.UnionWith(rest[..(rest.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse));
    }
}
