using System.Collections.Immutable;
using ActiveResponse.Nats;

namespace ActiveResponse.Tool.Fleet;

/// <summary>The folder of a fleet's keys and configuration, as <c>fleet init</c> makes it.</summary>
/// <param name="path">The folder: a full path.</param>
internal sealed class FleetFolder(string path)
{
    private const string Authority = "ca.pem";
    private const string AuthorityKey = "ca-key.pem";
    private const string Certificate = "server.pem";
    private const string CertificateKey = "server-key.pem";

    /// <summary>The folder.</summary>
    public string Path => path;

    /// <summary>The configuration of the server.</summary>
    public string ServerConfig => File("nats-server.conf");

    /// <summary>Where the server writes its process id.</summary>
    public string PidFile => File("nats-server.pid");

    /// <summary>The credentials of the issuer.</summary>
    public string Issuer => File("issuer.json");

    private string RegisterFile => File("fleet.json");

    /// <summary>The credentials of an agent.</summary>
    public string Agent(string id) => System.IO.Path.Combine(path, "agents", $"{id}.json");

    /// <summary>Makes a fleet: keys, certificates and the configuration of its server.</summary>
    /// <param name="fleet">The fleet's name.</param>
    /// <param name="listen">Where the server listens.</param>
    /// <param name="hosts">The names and addresses that hosts reach the server by.</param>
    /// <exception cref="FleetException">There is a fleet already.</exception>
    public void Create(string fleet, string listen, IReadOnlyList<string> hosts)
    {
        if (System.IO.File.Exists(RegisterFile))
        {
            throw new FleetException($"{path} has a fleet already: 'fleet enroll' adds agents to it.");
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

        // Last: what was broken off before it can be begun anew.
        Save(
            new FleetRegister
            {
                Fleet = fleet,
                Listen = listen,
                Users = [new FleetServerUser(connection.PublicKey, null, [])],
            }
        );
    }

    /// <summary>Adds an agent, or gives one new keys and labels.</summary>
    /// <returns>The file of its credentials.</returns>
    /// <exception cref="FleetException">There is no fleet.</exception>
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

    /// <summary>Takes an agent's right to connect away.</summary>
    /// <exception cref="FleetException">There is no such agent.</exception>
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

    /// <summary>The fleet of the folder.</summary>
    /// <exception cref="FleetException">There is none, or its file is damaged.</exception>
    public FleetRegister Load()
    {
        if (!System.IO.File.Exists(RegisterFile))
        {
            throw new FleetException($"{path} has no fleet: 'active-response fleet init' makes one.");
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
