using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.InteropServices;

namespace ActiveResponse.Responders.Accounts;

/// <summary>The accounts that this process runs as and was started by.</summary>
/// <param name="UserIds">The real and effective uids it runs as.</param>
/// <param name="SudoUserId">The uid that called sudo, or null.</param>
/// <param name="SudoUser">The name that called sudo, or null.</param>
internal sealed partial record OwnAccounts(ImmutableArray<uint> UserIds, uint? SudoUserId, string? SudoUser)
{
    /// <summary>Returns those of this process.</summary>
    public static OwnAccounts Current() =>
        new(
            OperatingSystem.IsWindows() ? [] : [RealUser(), EffectiveUser()],
            uint.TryParse(Environment.GetEnvironmentVariable("SUDO_UID"), NumberStyles.None, CultureInfo.InvariantCulture, out var id)
                ? id
                : null,
            Environment.GetEnvironmentVariable("SUDO_USER")
        );

    [LibraryImport("libc", EntryPoint = "getuid")]
    private static partial uint RealUser();

    [LibraryImport("libc", EntryPoint = "geteuid")]
    private static partial uint EffectiveUser();
}
