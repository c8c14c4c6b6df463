using System.Collections.Immutable;
using ActiveResponse.Nats;

namespace ActiveResponse.Tool.Fleet;

/// <summary>The folder with a fleet's keys and configuration, created by <c>fleet init</c>.</summary>
/// <param name="path">The folder's full path.</param>
internal sealed class FleetFolder(string path)
{
    private const string Authority = "ca.pem";
    private const string AuthorityKey = "ca-key.pem";
    private const string Certificate = "server.pem";
    private const string CertificateKey = "server-key.pem";

    /// <summary>The folder's full path.</summary>
    public string Path => path;

    /// <summary>The server's configuration file.</summary>
    public string ServerConfig => File("nats-server.conf");

    /// <summary>The file the server writes its process id to.</summary>
    public string PidFile => File("nats-server.pid");

    /// <summary>The issuer's credentials file.</summary>
    public string Issuer => File("issuer.json");

    private string RegisterFile => File("fleet.json");

    /// <summary>An agent's credentials file.</summary>
    public string Agent(string id) => System.IO.Path.Combine(path, "agents", $"{id}.json");

    /// <summary>Creates a fleet: keys, certificates and the server's configuration.</summary>
    /// <param name="fleet">The fleet's name.</param>
    /// <param name="listen">The address and port the server listens on.</param>
    /// <param name="hosts">The names and addresses by which hosts reach the server.</param>
    /// <exception cref="FleetException">The folder already has a fleet.</exception>
    public void Create(string fleet, string listen, IReadOnlyList<string> hosts)
    {
        if (System.IO.File.Exists(RegisterFile))
        {
            throw new FleetException($"{path} already has a fleet: add agents to it with 'fleet enroll'.");
        }

        SecretFile.MakeFolder(path);
        SecretFile.MakeFolder(File("agents"));
        var (connection, signing) = (FleetCredentials.CreateKey(), FleetCredentials.CreateKey());
        var pem = FleetCertificates.Create(fleet, hosts, TimeProvider.System.GetUtcNow());
        SecretFile.Write(File(Authority), pem.Authority);
        SecretFile.Write(File(AuthorityKey), pem.AuthorityKey);
        SecretFile.Write(File(Certificate), pem.Certificate);
        SecretFile.Write(File(CertificateKey), pem.CertificateKey);
        var credentials = new FleetCredentials
        {
            Fleet = fleet,
            ConnectionSeed = connection.Seed,
            SigningSeed = signing.Seed,
            Issuers = [signing.PublicKey],
            CertificateAuthority = pem.Authority,
        };
        SecretFile.Write(Issuer, credentials.ToJson() + "\n");

        // Last, so that an interrupted init can be repeated.
        Save(
            new FleetRegister
            {
                Fleet = fleet,
                Listen = listen,
                Users = [new FleetServerUser(connection.PublicKey, null, [])],
            }
        );
    }

    /// <summary>Enrolls an agent, or replaces its keys and labels.</summary>
    /// <returns>The agent's credentials file.</returns>
    /// <exception cref="FleetException">The folder has no fleet.</exception>
    public string Enroll(string id, ImmutableArray<string> labels)
    {
        var register = Load();
        var issuer = FleetCredentials.Parse(System.IO.File.ReadAllText(Issuer));
        var key = FleetCredentials.CreateKey();
        var credentials = new FleetCredentials
        {
            Fleet = register.Fleet,
            AgentId = id,
            ConnectionSeed = key.Seed,
            Issuers = issuer.Issuers,
            CertificateAuthority = issuer.CertificateAuthority,
        };
        SecretFile.Write(Agent(id), credentials.ToJson() + "\n");
        Save(register.Without(id) with { Users = register.Without(id).Users.Add(new FleetServerUser(key.PublicKey, id, labels)) });
        return Agent(id);
    }

    /// <summary>Revokes an agent's credentials.</summary>
    /// <exception cref="FleetException">The fleet has no such agent.</exception>
    public void Remove(string id)
    {
        var register = Load();
        var left = register.Without(id);
        if (left.Users.Length == register.Users.Length)
        {
            throw new FleetException($"The fleet has no agent '{id}'.");
        }

        Save(left);
        System.IO.File.Delete(Agent(id));
    }

    /// <summary>Reads the fleet's register.</summary>
    /// <exception cref="FleetException">The folder has no fleet, or its register is damaged.</exception>
    public FleetRegister Load()
    {
        if (!System.IO.File.Exists(RegisterFile))
        {
            throw new FleetException($"{path} has no fleet: create one with 'active-response fleet init'.");
        }

        try
        {
            return FleetRegister.Parse(System.IO.File.ReadAllText(RegisterFile));
        }
        catch (FormatException e)
        {
            throw new FleetException($"{RegisterFile} can't be read: {e.Message}");
        }
    }

    private void Save(FleetRegister register)
    {
        SecretFile.Write(RegisterFile, register.ToJson() + "\n");
        var config = new FleetServerConfig
        {
            Fleet = register.Fleet,
            Users = register.Users,
            Listen = register.Listen,
            StoreFolder = File("store"),
            PidFile = PidFile,
            CertificateFile = File(Certificate),
            KeyFile = File(CertificateKey),
        };
        SecretFile.Write(ServerConfig, config.ToString());
    }

    private string File(string name) => System.IO.Path.Combine(path, name);
}
