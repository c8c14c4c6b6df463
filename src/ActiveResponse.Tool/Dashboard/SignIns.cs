using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace ActiveResponse.Tool.Dashboard;

/// <summary>Who may use the dashboard: one-time links, sessions, the token and the password. Secrets are kept as hashes and compared in
/// constant time.</summary>
internal sealed class SignIns(DashboardSettings settings, TimeProvider clock)
{
    public static readonly TimeSpan LinkAge = TimeSpan.FromMinutes(5);
    public static readonly TimeSpan SessionAge = TimeSpan.FromHours(12);
    private const int MostSessions = 1_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, (string Name, DateTimeOffset End)> _sessions = new(StringComparer.Ordinal);
    private readonly byte[]? _token = HashOf(settings.Token);
    private readonly byte[]? _password = HashOf(settings.Password);
    private (byte[] Hash, DateTimeOffset End)? _link;

    /// <summary>Makes the token of a link that is good once, within minutes; an earlier one is good no more.</summary>
    public string NewLink()
    {
        var token = NewSecret();
        lock (_gate)
        {
            _link = (HashOf(token)!, clock.GetUtcNow() + LinkAge);
        }

        return token;
    }

    /// <summary>Whether a link's token is good; it is good no more afterwards.</summary>
    public bool TryUseLink(string? token)
    {
        lock (_gate)
        {
            if (_link is not { } link || clock.GetUtcNow() >= link.End || !IsSame(link.Hash, token))
            {
                return false;
            }

            _link = null;
            return true;
        }
    }

    public bool IsToken(string? text) => _token is not null && IsSame(_token, text);

    public bool IsPassword(string? text) => _password is not null && IsSame(_password, text);

    /// <summary>Begins a session.</summary>
    /// <returns>Its id, for a cookie.</returns>
    public string Begin(string name)
    {
        var id = NewSecret();
        lock (_gate)
        {
            var now = clock.GetUtcNow();
            foreach (var old in _sessions.Where(session => session.Value.End <= now).Select(static session => session.Key).ToList())
            {
                _sessions.Remove(old);
            }

            if (_sessions.Count >= MostSessions)
            {
                _sessions.Remove(_sessions.MinBy(static session => session.Value.End).Key);
            }

            _sessions[KeyOf(id)] = (name, now + SessionAge);
        }

        return id;
    }

    /// <summary>The name of a session; null if there is none.</summary>
    public string? NameOf(string? id)
    {
        lock (_gate)
        {
            return id is { Length: > 0 and < 100 } && _sessions.TryGetValue(KeyOf(id), out var session) && clock.GetUtcNow() < session.End
                ? session.Name
                : null;
        }
    }

    public void End(string? id)
    {
        lock (_gate)
        {
            _sessions.Remove(KeyOf(id ?? ""));
        }
    }

    /// <summary>256 bits, in letters that addresses and cookies may have.</summary>
    public static string NewSecret() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    private static bool IsSame(byte[] hash, string? text) =>
        text is { Length: > 0 and < 1_000 } && CryptographicOperations.FixedTimeEquals(hash, HashOf(text));

    private static byte[]? HashOf(string? text) => string.IsNullOrEmpty(text) ? null : SHA256.HashData(Encoding.UTF8.GetBytes(text));

    private static string KeyOf(string id) => Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(id)));
}
