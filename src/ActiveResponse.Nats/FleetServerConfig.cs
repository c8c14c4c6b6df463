using System.Collections.Immutable;
using System.Text;
using ActiveResponse.Nats.Connecting;
using ActiveResponse.Nats.Messages;

namespace ActiveResponse.Nats;

/// <summary>The configuration of a <c>nats-server</c> for one fleet: who may connect, and what each may do.</summary>
/// <remarks>
/// An agent may read the orders for itself, its labels and all agents, and report its own state; nothing else. An issuer may do
/// everything with the streams of the
/// account. Without certificate files connections aren't encrypted.
/// </remarks>
public sealed record FleetServerConfig
{
    /// <summary>The fleet's name.</summary>
    public required string Fleet { get; init; }

    /// <summary>Who may connect.</summary>
    public required ImmutableArray<FleetServerUser> Users { get; init; }

    /// <summary>Where the server listens. Default: all addresses, port 4222.</summary>
    public string Listen { get; init; } = "0.0.0.0:4222";

    /// <summary>Where the server keeps its streams: a full path.</summary>
    public required string StoreFolder { get; init; }

    /// <summary>Where the server writes its process id, so that it can be told to read a change: a full path; null for nowhere.</summary>
    public string? PidFile { get; init; }

    /// <summary>The server's certificate, in PEM: a full path; null for no encryption.</summary>
    public string? CertificateFile { get; init; }

    /// <summary>The key of the certificate, in PEM: a full path.</summary>
    public string? KeyFile { get; init; }

    /// <summary>The configuration as a text, to be written to <c>nats-server.conf</c>.</summary>
    /// <exception cref="ArgumentException">A name, a key or a path has characters that it may not have.</exception>
    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append("# Made for the fleet '").Append(Name(Fleet)).AppendLine("'. Send the server SIGHUP after a change.");
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

    /// <summary>The users and their permissions alone.</summary>
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
            // The name and the filter stand in the subject, and the server compares them with what is asked for.
            var consumer = FleetSubjects.ConsumerOf(id, target);
            yield return $"$JS.API.CONSUMER.CREATE.{subjects.OrderStream}.{consumer}.{subjects.OrdersFor(target)}";
            yield return $"$JS.API.CONSUMER.DELETE.{subjects.OrderStream}.{consumer}";
            yield return $"$JS.API.CONSUMER.MSG.NEXT.{subjects.OrderStream}.{consumer}";
        }
    }

    private static string List(IEnumerable<string> subjects) => $"[{string.Join(", ", subjects.Select(Quoted))}]";

    private static string Quoted(string text) =>
        text.Any(static c => c is '"' or '\\' || char.IsControl(c))
            ? throw new ArgumentException($"'{text}' can't stand in the configuration.")
            : $"\"{text}\"";

    private static string Name(string text) =>
        FleetTarget.IsName(text) ? text : throw new ArgumentException($"'{text}' has other characters than letters, digits, '_' and '-'.");
}
