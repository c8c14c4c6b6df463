using System.Text;
using ActiveResponse.Nats;

namespace FleetSample;

/// <summary>Credentials of an issuer and its agents, for a server that asks for none and doesn't encrypt: only to try it.</summary>
internal static class Keys
{
    public static void Write(string folder, IEnumerable<string> agents)
    {
        Directory.CreateDirectory(folder);
        var (publicKey, seed) = FleetCredentials.CreateKey();
        var issuer = new FleetCredentials
        {
            Fleet = "sample",
            SigningSeed = seed,
            Issuers = [publicKey],
        };
        Write(Path.Combine(folder, "issuer.json"), issuer);
        foreach (var id in agents)
        {
            Write(Path.Combine(folder, $"{id}.json"), issuer with { AgentId = id, SigningSeed = null });
        }
    }

    public static FleetCredentials Read(string file) => FleetCredentials.Parse(File.ReadAllText(file));

    // A secret: nobody but this user may read it.
    private static void Write(string file, FleetCredentials credentials)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using var stream = new FileStream(file, options);
        stream.Write(Encoding.UTF8.GetBytes(credentials.ToJson()));
    }
}
