using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;
using ActiveResponse.Tool.Control;

namespace ActiveResponse.Tool.Doctor;

/// <summary>Examines the system, this process's rights, and programs that block beside us.</summary>
internal static class HostExam
{
    // CAP_NET_ADMIN, the right to change a packet filter.
    private const int NetworkAdministrator = 12;

    private static readonly (string Process, string Remedy)[] Others =
    [
        ("fail2ban-server", "take over its blocks with 'active-response import /var/lib/fail2ban/fail2ban.sqlite3', then stop it"),
        ("crowdsec", "take over its decisions with 'cscli decisions list -o json | active-response import -', then stop it"),
        ("wazuh-execd", "two that run the same responses block and lift twice: let one of them do it"),
        ("ossec-execd", "two that run the same responses block and lift twice: let one of them do it"),
    ];

    public static async Task RunAsync(ReplyWriter answer)
    {
        var version = typeof(HostExam).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "?";
        await HealthReply.WriteAsync(
            answer,
            "host",
            isFine: true,
            $"active-response {version}, {RuntimeInformation.OSDescription.Trim()}, kernel {Environment.OSVersion.Version}, "
                + $"{RuntimeInformation.OSArchitecture}, "
                + RuntimeInformation.FrameworkDescription
        );
        var mayChange = MayChangeFirewalls();
        await HealthReply.WriteAsync(
            answer,
            "rights",
            mayChange,
            mayChange
                ? $"user {Environment.UserName} may change the firewall"
                : $"user {Environment.UserName} may not change the firewall: run it as root, or give it CAP_NET_ADMIN"
        );
        foreach (var (process, remedy) in Others.Where(static other => IsRunning(other.Process)))
        {
            await HealthReply.WriteAsync(answer, "other programs", isFine: true, $"{process} is running: {remedy}");
        }
    }

    private static bool MayChangeFirewalls()
    {
        if (!OperatingSystem.IsLinux())
        {
            return Environment.IsPrivilegedProcess;
        }

        var line = File.ReadLines("/proc/self/status").FirstOrDefault(static line => line.StartsWith("CapEff:", StringComparison.Ordinal));
        return line is not null
            && ulong.TryParse(line.AsSpan("CapEff:".Length).Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var rights)
            && (rights & (1UL << NetworkAdministrator)) != 0;
    }

    private static bool IsRunning(string name) =>
        OperatingSystem.IsLinux() && Directory.EnumerateDirectories("/proc").Any(folder => NameOf(folder) == name);

    // The kernel keeps 15 characters.
    private static string? NameOf(string folder)
    {
        try
        {
            return char.IsAsciiDigit(Path.GetFileName(folder)[0]) ? File.ReadAllText(Path.Combine(folder, "comm")).TrimEnd('\n') : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
