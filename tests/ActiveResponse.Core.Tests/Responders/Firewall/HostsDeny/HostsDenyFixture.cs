using System.Globalization;
using System.IO.Abstractions;
using System.IO.Abstractions.TestingHelpers;
using System.Text;
using ActiveResponse.Configuration;
using ActiveResponse.Platform;
using ActiveResponse.Responders.Firewall;
using ActiveResponse.Responders.Firewall.HostsDeny;

namespace ActiveResponse.Tests.Responders.Firewall.HostsDeny;

/// <summary>A deny file in a temporary folder of its own, or in memory.</summary>
public sealed class HostsDenyFixture : IDisposable
{
    public static readonly DateTimeOffset Later = DateTimeOffset.Parse("2026-11-22T19:05:00Z", CultureInfo.InvariantCulture);

    public HostsDenyFixture(bool isInMemory = false)
    {
        Files = isInMemory ? new MockFileSystem() : new FileSystem();
        Folder = Files.Directory.CreateTempSubdirectory("hosts-deny-").FullName;
        File = Path.Combine(Folder, "hosts.deny");
        Native = NativeFiles.For(Files);
    }

    public IFileSystem Files { get; }

    public INativeFiles Native { get; init; }

    public string Folder { get; }

    public string File { get; }

    /// <summary>All names in the folder but that of the lock file.</summary>
    public IEnumerable<string?> Names => All.Where(name => name != LockName);

    /// <summary>All names in the folder.</summary>
    public IEnumerable<string?> All => Files.Directory.GetFileSystemEntries(Folder).Select(Path.GetFileName).Order();

    public string LockFile => Path.Combine(Folder, LockName);

    private static string LockName => ".hosts.deny.active-response.lock";

    public byte[] Bytes
    {
        get => Files.File.ReadAllBytes(File);
        set => Files.File.WriteAllBytes(File, value);
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

    internal HostsDenyBackend Backend(Action? beforeWrite = null) => new(Options, Files, Native, beforeWrite);

    internal static HostsDenyBackend Backend(HostsDenyOptions options, TimeProvider clock, Action? beforeWrite = null) =>
        new(options, new FileSystem(), NativeFiles.OfThisHost(clock), beforeWrite);

    public void Dispose() => Files.Directory.Delete(Folder, recursive: true);
}
