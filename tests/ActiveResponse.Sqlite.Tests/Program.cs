using ActiveResponse.Sqlite.Tests.Support;
using ActiveResponse.State;
using ActiveResponse.Tests.Support;
using Xunit.Runner.InProc.SystemConsole;

namespace ActiveResponse.Sqlite.Tests;

/// <summary>This assembly as its tests, or as a child process of them.</summary>
internal static class Program
{
    public static async Task<int> Main(string[] arguments)
    {
        try
        {
            return arguments switch
            {
                ["write", var file, var first] => await CrashLoad.WriteForEverAsync(file, int.Parse(first)),
                ["hold", var file] => await HoldAsync(file),
                ["seed", var file] => await SeedAsync(file),
                ["list", var file, var readOnly] => await ListAsync(file, bool.Parse(readOnly)),
                ["fill", var file] => await FullDisk.RunAsync(file),
                _ => await ConsoleRunner.Run(arguments),
            };
        }
        catch (ResponseStoreException e)
        {
            Console.WriteLine($"{e.Failure}: {e.Message}");
            return 1;
        }
    }

    private static async Task<int> HoldAsync(string file)
    {
        var store = SqliteStore.Open(new SqliteStoreOptions { File = file });
        await store.CommitAsync(new StoreCommit { Effects = [Some.Effect(1)] }, CancellationToken.None);
        Console.WriteLine("open");
        await Console.In.ReadLineAsync();
        return 0;
    }

    private static async Task<int> SeedAsync(string file)
    {
        await using var store = (SqliteResponseStore)SqliteStore.Open(new SqliteStoreOptions { File = file });
        await store.CommitAsync(new StoreCommit { Effects = [Some.Effect(1)], History = [Some.Entry(1)] }, CancellationToken.None);
        return 0;
    }

    private static async Task<int> ListAsync(string file, bool readOnly)
    {
        await using var store = (SqliteResponseStore)SqliteStore.Open(new SqliteStoreOptions { File = file, ReadOnly = readOnly });
        foreach (var effect in await store.ListAsync(CancellationToken.None))
        {
            Console.WriteLine($"effect {effect.Key}");
        }

        foreach (var entry in await store.ListHistoryAsync(new HistoryQuery(), CancellationToken.None))
        {
            Console.WriteLine($"history {entry.Subject}");
        }

        return 0;
    }
}
