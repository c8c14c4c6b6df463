using ActiveResponse.State;
using ActiveResponse.Tests.Support;

namespace ActiveResponse.Sqlite.Tests.Support;

/// <summary>The life of a store on a disk that becomes full and has room again; run as a child on a small file system.</summary>
internal static class FullDisk
{
    public static async Task<int> RunAsync(string file)
    {
        var options = new SqliteStoreOptions { File = file };
        var store = (SqliteResponseStore)SqliteStore.Open(options);
        await SaveAsync(store, 1);
        var ballast = file + ".ballast";
        Fill(ballast);
        var stored = 1;
        ResponseStoreException? failure = null;
        while (failure is null)
        {
            try
            {
                await SaveAsync(store, stored + 1);
                stored++;
            }
            catch (ResponseStoreException e)
            {
                failure = e;
            }
        }

        Console.WriteLine($"failure {failure.Failure} {failure.Message.Contains(file, StringComparison.Ordinal)}");
        Console.WriteLine($"memory ahead {await HasAsync(store, stored + 1)}");
        File.Delete(ballast);
        await SaveAsync(store, stored + 2);
        await store.DisposeAsync();
        await using var again = (SqliteResponseStore)SqliteStore.Open(options);
        var all = true;
        for (var n = 1; n <= stored; n++)
        {
            all &= await HasAsync(again, n);
        }

        Console.WriteLine($"kept {all}, failed {await HasAsync(again, stored + 1)}, later {await HasAsync(again, stored + 2)}");
        return 0;
    }

    private static async Task SaveAsync(SqliteResponseStore store, int n) =>
        await store.CommitAsync(new StoreCommit { Effects = [Some.Effect(n)], History = [Some.Entry(n)] }, CancellationToken.None);

    private static async Task<bool> HasAsync(SqliteResponseStore store, int n) =>
        await store.FindAsync(Some.Effect(n).Key, CancellationToken.None) is not null;

    private static void Fill(string ballast)
    {
        var block = new byte[4096];
        try
        {
            using var file = new FileStream(ballast, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
            for (; ; )
            {
                file.Write(block);
            }
        }
        catch (IOException)
        {
            // That was the last page.
        }
    }
}
