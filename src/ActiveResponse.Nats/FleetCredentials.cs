using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using ActiveResponse.Planning;
using NATS.NKeys;

namespace ActiveResponse.Nats;

/// <summary>A host's credentials in a fleet: its identity, its keys, and the issuers it trusts. Keep the file secret.</summary>
public sealed record FleetCredentials
{
    private const int Version = 1;

    /// <summary>The fleet's name: 1 to 64 letters, digits, <c>_</c> and <c>-</c>.</summary>
    public required string Fleet { get; init; }

    /// <summary>The agent's id; null for an issuer.</summary>
    public string? AgentId { get; init; }

    /// <summary>The NKey seed this host connects with; null if the server requires none.</summary>
    public string? ConnectionSeed { get; init; }

    /// <summary>The seed of the key an issuer signs orders with; null for an agent.</summary>
    public string? SigningSeed { get; init; }

    /// <summary>The public keys of the trusted issuers. At least one.</summary>
    public required ImmutableArray<string> Issuers { get; init; }

    /// <summary>The trusted root certificates for the server's certificate, in PEM; null for this host's own, or for no TLS.</summary>
    public string? CertificateAuthority { get; init; }

    /// <summary>Creates a key pair: for a host to connect with, or for an issuer to sign with.</summary>
    /// <returns>The public key, and the seed, which is secret.</returns>
    public static (string PublicKey, string Seed) CreateKey()
    {
        using var pair = KeyPair.CreatePair(PrefixByte.User);
        return (pair.GetPublicKey(), pair.GetSeed());
    }

    /// <summary>Parses the output of <see cref="ToJson"/>.</summary>
    /// <param name="json">The text.</param>
    /// <exception cref="FormatException">The text isn't a fleet's credentials, or a value is invalid; the message names it.</exception>
    public static FleetCredentials Parse(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        try
        {
            using var document = JsonDocument.Parse(json);
            var root = document.RootElement;
            if (root.GetProperty("version").GetInt32() != Version)
            {
                throw new FormatException($"The version of the credentials isn't {Version}.");
            }

            var credentials = new FleetCredentials
            {
                Fleet = root.GetProperty("fleet").GetString() ?? "",
                AgentId = Optional(root, "agent"),
                ConnectionSeed = Optional(root, "seed"),
                SigningSeed = Optional(root, "signingSeed"),
                Issuers = [.. root.GetProperty("issuers").EnumerateArray().Select(static key => key.GetString() ?? "")],
                CertificateAuthority = Optional(root, "ca"),
            };
            return credentials.Problem() is { } problem ? throw new FormatException(problem) : credentials;
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new FormatException($"The text isn't a fleet's credentials: {e.Message}", e);
        }
    }

    /// <summary>Formats the credentials as JSON, for a file that only its host may read.</summary>
    public string ToJson()
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteNumber("version"u8, Version);
            json.WriteString("fleet"u8, Fleet);
            Write(json, "agent"u8, AgentId);
            Write(json, "seed"u8, ConnectionSeed);
            Write(json, "signingSeed"u8, SigningSeed);
            json.WriteStartArray("issuers"u8);
            foreach (var issuer in Issuers)
            {
                json.WriteStringValue(issuer);
            }

            json.WriteEndArray();
            Write(json, "ca"u8, CertificateAuthority);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    /// <summary>Returns fleet and host, never a seed.</summary>
    public override string ToString() => $"{Fleet}/{AgentId ?? "issuer"}";

    /// <summary>The host the credentials are for: that agent, otherwise the server.</summary>
    internal HostIdentity Identity =>
        AgentId is { } id ? new HostIdentity { Role = HostRole.Agent, AgentId = id } : new HostIdentity { Role = HostRole.Server };

    /// <summary>Returns what is invalid, or null.</summary>
    internal string? Problem()
    {
        if (!FleetTarget.IsName(Fleet))
        {
            return "The fleet's name must have 1 to 64 letters, digits, '_' and '-'.";
        }

        if (AgentId is { } id && !FleetTarget.IsName(id))
        {
            return "An agent's id must have 1 to 64 letters, digits, '_' and '-'.";
        }

        if (Issuers.IsDefaultOrEmpty || !Issuers.All(static key => IsKey(key, static text => KeyPair.FromPublicKey(text))))
        {
            return "The issuers must be public keys, at least one.";
        }

        return IsSeed(ConnectionSeed) && IsSeed(SigningSeed) ? null : "A seed isn't that of a user's NKey.";
    }

    private static bool IsSeed(string? seed) => seed is null || IsKey(seed, static text => KeyPair.FromSeed(text));

    private static bool IsKey(string text, Func<string, KeyPair> read)
    {
        try
        {
            using var pair = read(text);
            return pair.GetPublicKey().StartsWith('U');
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return false;
        }
    }

    private static string? Optional(JsonElement root, string name) => root.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static void Write(Utf8JsonWriter json, ReadOnlySpan<byte> name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }
}
