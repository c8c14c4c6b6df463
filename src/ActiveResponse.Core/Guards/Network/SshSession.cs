using System.Globalization;
using ActiveResponse.Configuration;

namespace ActiveResponse.Guards.Network;

/// <summary>Finds the peer of the SSH session that started a process.</summary>
/// <remarks>
/// <c>sudo</c> drops the variables, so the environments of parent processes are searched too, as far as they are readable. Other sessions
/// don't count: someone guessing passwords also has an open connection to the SSH port.
/// </remarks>
internal static class SshSession
{
    private const int MostAncestors = 32;
    private static readonly string[] Names = ["SSH_CONNECTION", "SSH_CLIENT"];

    /// <param name="variable">Environment of the process itself.</param>
    /// <param name="files">Location of <c>/proc</c>.</param>
    /// <param name="process">Process id.</param>
    public static IEnumerable<AddressPrefix> Peers(Func<string, string?> variable, HostFiles files, int process)
    {
        var peers = Names.Select(variable).Select(PeerOf).OfType<AddressPrefix>().ToList();
        for (var (id, depth) = (process, 0); id > 1 && depth < MostAncestors; id = ParentOf(files, id), depth++)
        {
            var environment = TextOf(files, $"proc/{id}/environ").Split('\0');
            peers.AddRange(
                Names
                    .Select(name =>
                        environment.FirstOrDefault(entry => entry.StartsWith(name + "=", StringComparison.Ordinal))?[(name.Length + 1)..]
                    )
                    .Select(PeerOf)
                    .OfType<AddressPrefix>()
            );
        }

        return peers.Distinct();
    }

    /// <summary>Returns the address with which both variables begin.</summary>
    private static AddressPrefix? PeerOf(string? text) =>
        text?.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [var first, ..] && HostAddress.TryRead(first, out var address)
            ? address
            : null;

    private static int ParentOf(HostFiles files, int process)
    {
        // The program name precedes it, in parentheses, and may contain anything.
        var text = TextOf(files, $"proc/{process}/stat");
        var rest = text[(text.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return rest.Length > 1 && int.TryParse(rest[1], NumberStyles.None, CultureInfo.InvariantCulture, out var parent) ? parent : 0;
    }

    private static string TextOf(HostFiles files, string path)
    {
        try
        {
            return files.Text(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
