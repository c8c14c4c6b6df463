using System.Runtime.InteropServices;

namespace ActiveResponse.Responders.Accounts;

/// <summary>How accounts are locked: by the programs of which system. The three are those of the stock program of OSSEC and
/// Wazuh.</summary>
internal enum AccountSystem
{
    None,
    Linux,
    Solaris,
    Aix,
}

/// <summary>What differs between systems.</summary>
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

    /// <summary>The lowest uid that its tools give to people.</summary>
    public static uint LowestPersonOf(AccountSystem system) =>
        system switch
        {
            AccountSystem.Solaris => 100,
            AccountSystem.Aix => 200,
            _ => 1000,
        };

    // Builds of .NET for them are made by others than its makers.
    private static bool Is(string platform) => RuntimeInformation.IsOSPlatform(OSPlatform.Create(platform));
}
