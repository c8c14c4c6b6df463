using System.Collections.Immutable;
using ActiveResponse.State;
using ActiveResponse.Tests.Support;

namespace ActiveResponse.Sqlite.Tests.Support;

/// <summary>Commits of several writers at once, each of which shows by itself whether it is there as a whole.</summary>
internal static class CrashLoad
{
    public const int Writers = 4;

    /// <summary>Commits until it is killed; writes the number of each commit once it is answered.</summary>
    public static async Task<int> WriteForEverAsync(string file, int first)
    {
        var store = SqliteStore.Open(new SqliteStoreOptions { File = file, HistoryAge = TimeSpan.FromDays(100_000) });
        var output = TextWriter.Synchronized(new StreamWriter(Console.OpenStandardOutput()) { AutoFlush = true });
        await Task.WhenAll(
            Enumerable
                .Range(0, Writers)
                .Select(writer =>
                    Task.Run(async () =>
                    {
                        for (var n = first + writer; ; n += Writers)
                        {
                            await store.CommitAsync(CommitOf(n), CancellationToken.None);
                            await output.WriteLineAsync($"{n}");
                        }
                    })
                )
        );
        return 0;
    }

    /// <summary>The numbers of the commits that are there; fails when one is there in part.</summary>
    public static async Task<IReadOnlySet<int>> PresentAsync(IResponseStore store, int upTo)
    {
        var present = new HashSet<int>();
        var history = (await store.ListHistoryAsync(new HistoryQuery { Limit = int.MaxValue }, CancellationToken.None))
            .Select(static e => e.AlertId)
            .ToHashSet();
        for (var n = 0; n < upTo; n++)
        {
            bool[] parts =
            [
                await store.FindAsync(Some.Effect(2 * n).Key, CancellationToken.None) is not null,
                await store.FindAsync(Some.Effect((2 * n) + 1).Key, CancellationToken.None) is not null,
                await store.FindOffenseAsync(Some.Effect(2 * n).Key, CancellationToken.None) is not null,
                await store.FindPositionAsync($"p{n}", CancellationToken.None) is not null,
                history.Contains($"1754300000.{n}"),
            ];
            parts.Distinct().Should().ContainSingle($"commit {n} is all there or not at all");
            if (parts[0])
            {
                present.Add(n);
            }
        }

        return present;
    }

    private static StoreCommit CommitOf(int n) =>
        new()
        {
            Effects = [Some.Effect(2 * n), Some.Effect((2 * n) + 1)],
            Offenses = [Some.Offense(2 * n)],
            History = [Some.Entry(n)],
            Positions = ImmutableDictionary<string, string>.Empty.Add($"p{n}", "x"),
        };
}
