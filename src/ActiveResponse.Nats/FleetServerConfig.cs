using System.Collections.Immutable;
using System.Text;
using ActiveResponse.Nats.Connecting;
using ActiveResponse.Nats.Messages;

namespace ActiveResponse.Nats;

/// <summary>The configuration of a <c>nats-server</c> for one fleet: the hosts that may connect, and their permissions.</summary>
/// <remarks>
/// An agent may read the orders for itself, its labels and all agents, and report its own state; nothing else. An issuer has full access
/// to the account's streams. Without certificate files connections aren't encrypted.
/// </remarks>
public sealed record FleetServerConfig
{
    /// <summary>The fleet's name.</summary>
    public required string Fleet { get; init; }

    /// <summary>The hosts that may connect.</summary>
    public required ImmutableArray<FleetServerUser> Users { get; init; }

    /// <summary>The address and port the server listens on. Default: all addresses, port 4222.</summary>
    public string Listen { get; init; } = "0.0.0.0:4222";

    /// <summary>The folder for the server's streams: a full path.</summary>
    public required string StoreFolder { get; init; }

    /// <summary>The file for the server's process id, needed to signal a reload: a full path; null for none.</summary>
    public string? PidFile { get; init; }

    /// <summary>The file with the server's certificate, in PEM: a full path; null for no encryption.</summary>
    public string? CertificateFile { get; init; }

    /// <summary>The file with the certificate's private key, in PEM: a full path.</summary>
    public string? KeyFile { get; init; }

    /// <summary>Formats the configuration, for <c>nats-server.conf</c>.</summary>
    /// <exception cref="ArgumentException">A name, a key or a path has invalid characters.</exception>
    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append("# Configuration of the fleet '").Append(Name(Fleet)).AppendLine("'. Send the server SIGHUP after a change.");
        text.Append("listen: ").AppendLine(Quoted(Listen));
        text.Append("jetstream { store_dir: ").Append(Quoted(StoreFolder)).AppendLine(" }");
        if (PidFile is { } pid)
        {
            text.Append("pid_file: ").AppendLine(Quoted(pid));
        }

        if (CertificateFile is { } certificate)
        {
            text.Append("tls { cert_file: ")
                .Append(Quoted(certificate))
                .Append(", key_file: ")
                .Append(Quoted(KeyFile ?? ""))
                .AppendLine(" }");
        }

        text.AppendLine(AuthorizationText());
        return text.ToString();
    }

    /// <summary>Formats only the users and their permissions.</summary>
    internal string AuthorizationText()
    {
        var text = new StringBuilder("authorization {").AppendLine().AppendLine("  users: [");
        foreach (var user in Users)
        {
            text.Append("    { nkey: ").Append(Name(user.PublicKey)).AppendLine(", permissions: {");
            text.Append("        publish: { allow: ")
                .Append(List(user.AgentId is null ? IssuerPublishes() : AgentPublishes(user)))
                .AppendLine(" },");
            text.Append("        subscribe: { allow: ")
                .Append(List([$"{FleetConnection.InboxOf(Fleet, user.AgentId)}.>"]))
                .AppendLine(" } } },");
        }

        return text.AppendLine("  ]").Append('}').ToString();
    }

    private IEnumerable<string> IssuerPublishes()
    {
        var subjects = new FleetSubjects(Name(Fleet));
        return [subjects.AllOrders, "$JS.API.>"];
    }

    private IEnumerable<string> AgentPublishes(FleetServerUser user)
    {
        var subjects = new FleetSubjects(Name(Fleet));
        var id = Name(user.AgentId!);
        yield return subjects.StateOf(id);
        yield return $"$JS.API.DIRECT.GET.{subjects.StateStream}.{subjects.StateOf(id)}";
        yield return $"$JS.API.DIRECT.GET.{subjects.OrderStream}.{subjects.Epoch}";
        yield return $"$JS.API.DIRECT.GET.{subjects.OrderStream}.{subjects.Switch}";
        foreach (var target in new[] { FleetTarget.All, FleetTarget.Agent(id) }.Concat(user.Labels.Select(FleetTarget.Label)))
        {
            // The subject carries the consumer's name and filter, and the server checks that the request matches them.
            var consumer = FleetSubjects.ConsumerOf(id, target);
            yield return $"$JS.API.CONSUMER.CREATE.{subjects.OrderStream}.{consumer}.{subjects.OrdersFor(target)}";
            yield return $"$JS.API.CONSUMER.DELETE.{subjects.OrderStream}.{consumer}";
            yield return $"$JS.API.CONSUMER.MSG.NEXT.{subjects.OrderStream}.{consumer}";
        }
    }

    private static string List(IEnumerable<string> subjects) => $"[{string.Join(", ", subjects.Select(Quoted))}]";

    private static string Quoted(string text) =>
        text.Any(static c => c is '"' or '\\' || char.IsControl(c))
            ? throw new ArgumentException($"'{text}' has characters that the configuration can't contain.")
            : $"\"{text}\"";

    private static string Name(string text) =>
        FleetTarget.IsName(text) ? text : throw new ArgumentException($"'{text}' must have 1 to 64 letters, digits, '_' and '-'.");
}
