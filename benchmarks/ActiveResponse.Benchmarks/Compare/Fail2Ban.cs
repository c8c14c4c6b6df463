using System.Globalization;

namespace ActiveResponse.Benchmarks.Compare;

/// <summary>A fail2ban server with folder, socket and database of its own; from the system, or unpacked somewhere.</summary>
internal sealed class Fail2Ban
{
    private readonly string _client;
    private readonly string _folder;
    private readonly Dictionary<string, string> _environment = [];

    private Fail2Ban(string client, string root, string folder)
    {
        (_client, _folder) = (client, folder);
        if (root != "/")
        {
            _environment["PYTHONPATH"] = Path.Combine(root, "usr/lib/python3/dist-packages");
            _environment["PATH"] = $"{root}/usr/bin:{Environment.GetEnvironmentVariable("PATH")}";
        }
    }

    /// <summary>Prepares one in a folder; null when there is none.</summary>
    public static Fail2Ban? Find(string? unpacked, string folder)
    {
        var root = unpacked ?? "/";
        var client = Path.Combine(root, "usr/bin/fail2ban-client");
        if (!File.Exists(client))
        {
            return null;
        }

        Copy(Path.Combine(root, "etc/fail2ban"), $"{folder}/etc");
        Directory.Delete($"{folder}/etc/jail.d", recursive: true);
        File.WriteAllText($"{folder}/seen.log", "");
        File.WriteAllText($"{folder}/etc/filter.d/compared.conf", "[Definition]\nfailregex = ^never <HOST>$\n");
        File.WriteAllText(
            $"{folder}/etc/jail.local",
            $"""
            [DEFAULT]
            backend = polling
            banaction = nftables-multiport
            bantime = 1h

            [compared]
            enabled = true
            filter = compared
            logpath = {folder}/seen.log
            port = ssh
            """
        );
        File.WriteAllText(
            $"{folder}/etc/fail2ban.local",
            $"""
            [Definition]
            logtarget = {folder}/log
            socket = {folder}/socket
            pidfile = {folder}/pid
            dbfile = {folder}/bans.sqlite3
            """
        );
        return new Fail2Ban(client, root, folder);
    }

    public async Task StartAsync() => await CallAsync("start");

    public async Task StopAsync() => await CallAsync("stop");

    public async Task BanAsync(IReadOnlyCollection<string> addresses) => await CallAsync(["set", "compared", "banip", .. addresses]);

    public async Task UnbanAsync(IReadOnlyCollection<string> addresses) => await CallAsync(["set", "compared", "unbanip", .. addresses]);

    /// <summary>Waits until the kernel's set holds so many.</summary>
    public static async Task InKernelAsync(int count)
    {
        for (var tries = 0; tries < 6000; tries++)
        {
            var (_, listed, _) = await RawProgram.TryAsync("nft", ["list", "set", "inet", "f2b-table", "addr-set-compared"]);
            if (listed.Split("198.").Length - 1 == count)
            {
                return;
            }

            await Task.Delay(20);
        }

        throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"fail2ban did not come to {count} bans"));
    }

    private Task<string> CallAsync(params string[] words) =>
        RawProgram.RunAsync(
            _client,
            ["-c", $"{_folder}/etc", "-s", $"{_folder}/socket", "-p", $"{_folder}/pid", .. words],
            environment: _environment
        );

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.GetFiles(from))
        {
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        }

        foreach (var folder in Directory.GetDirectories(from))
        {
            Copy(folder, Path.Combine(to, Path.GetFileName(folder)));
        }
    }
}
