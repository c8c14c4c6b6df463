using System.Globalization;
using ActiveResponse.Diagnostics;

namespace ActiveResponse.Tool.Control;

/// <summary>Who makes a change, for the record.</summary>
internal static class Requester
{
    private const int MostAccounts = 100_000;

    /// <summary>The name that a client gives if it isn't told one: who called sudo, or else the user of the process.</summary>
    public static string Invoking()
    {
        var user = Environment.UserName;
        return
            Environment.IsPrivilegedProcess
            && Environment.GetEnvironmentVariable("SUDO_USER") is { Length: > 0 and <= ControlRequest.LongestBy } caller
            ? caller
            : user;
    }

    /// <summary>The request with the names that are put on record.</summary>
    public static ControlRequest OnRecord(ControlRequest request, uint? user) =>
        request with
        {
            By = Of(request.By, user),
            ByOfEach = request.ByOfEach is { } names ? OfEach(names, user) : null,
        };

    /// <summary>What is put on record for a connection: root may name anybody, others stay named by the kernel.</summary>
    /// <param name="given">The name given with the request.</param>
    /// <param name="user">The user of the connection; null if unknown.</param>
    public static string? Of(string? given, uint? user)
    {
        var name = string.IsNullOrWhiteSpace(given) ? null : given;
        if (user is not { } id)
        {
            return name;
        }

        var account = NameOf(id);
        if (name is null || name == account)
        {
            return account;
        }

        // Escaped first: a name that is cut to its length on record must not push out who it really was.
        return id == 0 ? name : $"{SafeText.Of(name, ControlRequest.LongestBy)} (as {account})";
    }

    // Each name is looked up once: a request has hundreds of targets and few names.
    private static List<string?> OfEach(IReadOnlyList<string?> names, uint? user)
    {
        var known = names
            .Select(static name => name ?? "")
            .Distinct(StringComparer.Ordinal)
            .ToDictionary(static name => name, name => Of(name, user), StringComparer.Ordinal);
        return [.. names.Select(name => known[name ?? ""])];
    }

    // Accounts from elsewhere (e.g. LDAP) have their number on record.
    private static string NameOf(uint id)
    {
        var number = id.ToString(CultureInfo.InvariantCulture);
        try
        {
            var account = File.ReadLines("/etc/passwd")
                .Take(MostAccounts)
                .Select(static line => line.Split(':'))
                .FirstOrDefault(fields => fields.Length > 2 && fields[2] == number);
            return account is null ? $"user {number}" : account[0];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return $"user {number}";
        }
    }
}
