namespace ActiveResponse.Tests.Responders.Firewall;

/// <summary>A folder for a lock file, deleted at the end.</summary>
internal sealed class LockFolder : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("firewall-lock-").FullName;

    public string File => Path.Combine(_folder, "sub", "firewall.lock");

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
