using System.Globalization;
using System.Text;
using ActiveResponse.Configuration;
using ActiveResponse.Responders.Firewall;
using ActiveResponse.Responders.Firewall.HostsDeny;

namespace ActiveResponse.Tests.Responders.Firewall.HostsDeny;

/// <summary>A deny file in a temporary folder of its own.</summary>
public sealed class HostsDenyFixture : IDisposable
{
    public static readonly DateTimeOffset Later = DateTimeOffset.Parse("2026-11-22T19:05:00Z", CultureInfo.InvariantCulture);

    public HostsDenyFixture()
    {
        Folder = Directory.CreateTempSubdirectory("hosts-deny-").FullName;
        File = Path.Combine(Folder, "hosts.deny");
    }

    public string Folder { get; }

    public string File { get; }

    /// <summary>All names in the folder but that of the lock file.</summary>
    public IEnumerable<string?> Names => Directory.GetFileSystemEntries(Folder).Select(Path.GetFileName).Where(name => name != LockName).Order();

    public string LockFile => Path.Combine(Folder, LockName);

    private static string LockName => ".hosts.deny.active-response.lock";

    public byte[] Bytes
    {
        get => System.IO.File.ReadAllBytes(File);
        set => System.IO.File.WriteAllBytes(File, value);
    }

    public string Text
    {
        get => Encoding.Latin1.GetString(Bytes);
        set => Bytes = Encoding.Latin1.GetBytes(value);
    }

    internal HostsDenyOptions Options => new() { File = File };

    public static AddressPrefix Prefix(string text) =>
        AddressPrefix.TryParse(text, out var prefix) ? prefix : throw new ArgumentException(text);

    public static FirewallEntry Entry(string address, DateTimeOffset? until = null) => new(Prefix(address), until);

    internal HostsDenyBackend Backend(Action? beforeWrite = null) => Backend(Options, TimeProvider.System, beforeWrite);

    internal static HostsDenyBackend Backend(HostsDenyOptions options, TimeProvider clock, Action? beforeWrite = null) =>
        new(options, new HostsDenyFile(options, clock) { BeforeWrite = beforeWrite });

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
