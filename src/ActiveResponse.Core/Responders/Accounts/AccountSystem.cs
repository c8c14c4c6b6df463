using System.Runtime.InteropServices;

namespace ActiveResponse.Responders.Accounts;

/// <summary>The way a system locks accounts. These are the three that OSSEC's and Wazuh's stock program knows.</summary>
internal enum AccountSystem
{
    None,
    Linux,
    Solaris,
    Aix,
}

/// <summary>The differences between systems.</summary>
internal static class AccountSystems
{
    public static AccountSystem Current()
    {
        if (OperatingSystem.IsLinux())
        {
            return AccountSystem.Linux;
        }

        if (Is("SOLARIS") || Is("ILLUMOS"))
        {
            return AccountSystem.Solaris;
        }

        return Is("AIX") ? AccountSystem.Aix : AccountSystem.None;
    }

    /// <summary>The lowest uid that the system's tools assign to people.</summary>
    public static uint LowestPersonOf(AccountSystem system) =>
        system switch
        {
            AccountSystem.Solaris => 100,
            AccountSystem.Aix => 200,
            _ => 1000,
        };

    // Third parties build .NET for these systems.
    private static bool Is(string platform) => RuntimeInformation.IsOSPlatform(OSPlatform.Create(platform));
}
