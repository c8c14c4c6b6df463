using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using ActiveResponse.Nats;

namespace ActiveResponse.Tool.Fleet;

/// <summary>The members of a fleet, from which the server's configuration is generated.</summary>
internal sealed record FleetRegister
{
    private const int Version = 1;

    public required string Fleet { get; init; }

    /// <summary>The address and port the server listens on.</summary>
    public required string Listen { get; init; }

    /// <summary>The hosts that may connect.</summary>
    public required ImmutableArray<FleetServerUser> Users { get; init; }

    /// <summary>The agents, ordered by id.</summary>
    public IEnumerable<FleetServerUser> Agents =>
        Users.Where(static user => user.AgentId is not null).OrderBy(static user => user.AgentId, StringComparer.Ordinal);

    /// <summary>Returns the register without an agent.</summary>
    public FleetRegister Without(string id) =>
        this with
        {
            Users = Users.RemoveAll(user => user.AgentId is { } other && Planning.HostIdentity.SameAgentId(other, id)),
        };

    /// <summary>Parses the output of <see cref="ToJson"/>.</summary>
    /// <exception cref="FormatException">The text isn't a register of the supported version.</exception>
    public static FleetRegister Parse(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            var root = document.RootElement;
            if (root.GetProperty("version").GetInt32() != Version)
            {
                throw new FormatException($"its version isn't {Version}");
            }

            return new FleetRegister
            {
                Fleet = root.GetProperty("fleet").GetString()!,
                Listen = root.GetProperty("listen").GetString()!,
                Users = [.. root.GetProperty("users").EnumerateArray().Select(UserOf)],
            };
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new FormatException(e.Message, e);
        }
    }

    public string ToJson()
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteNumber("version"u8, Version);
            json.WriteString("fleet"u8, Fleet);
            json.WriteString("listen"u8, Listen);
            json.WriteStartArray("users"u8);
            foreach (var user in Users)
            {
                Write(json, user);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    private static void Write(Utf8JsonWriter json, FleetServerUser user)
    {
        json.WriteStartObject();
        json.WriteString("key"u8, user.PublicKey);
        if (user.AgentId is { } id)
        {
            json.WriteString("agent"u8, id);
        }

        json.WriteStartArray("labels"u8);
        foreach (var label in user.Labels)
        {
            json.WriteStringValue(label);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static FleetServerUser UserOf(JsonElement user) =>
        new(
            user.GetProperty("key").GetString()!,
            user.TryGetProperty("agent", out var id) ? id.GetString() : null,
            [.. user.GetProperty("labels").EnumerateArray().Select(static label => label.GetString()!)]
        );
}
