using System.Globalization;
using ActiveResponse.Configuration;

namespace ActiveResponse.Guards.Network;

/// <summary>Finds who is logged in over SSH in the session a process was started from.</summary>
/// <remarks>
/// <c>sudo</c> drops the variables that tell, so the environments of the processes above are looked at too, as far as they may be read.
/// Other sessions are not looked for: an open connection to the SSH port is also what somebody has who is guessing passwords.
/// </remarks>
internal static class SshSession
{
    private const int MostAncestors = 32;
    private static readonly string[] Names = ["SSH_CONNECTION", "SSH_CLIENT"];

    /// <param name="variable">The environment of the process itself.</param>
    /// <param name="files">Where <c>/proc</c> is.</param>
    /// <param name="process">The process's number.</param>
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

    /// <summary>The address both variables begin with.</summary>
    private static AddressPrefix? PeerOf(string? text) =>
        text?.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [var first, ..] && HostAddress.TryRead(first, out var address)
            ? address
            : null;

    private static int ParentOf(HostFiles files, int process)
    {
        // The name of the program comes before, in brackets, and may hold anything.
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
