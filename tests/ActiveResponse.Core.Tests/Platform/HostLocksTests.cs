using ActiveResponse.Platform;

namespace ActiveResponse.Tests.Platform;

/// <summary>Lock files that are left on the host.</summary>
/// <remarks>Nothing is deleted here: tests beside this one use the host's locks. The tests of the tool's <c>uninstall</c> have a /run of
/// their own.</remarks>
public sealed class HostLocksTests
{
    [Fact]
    public void Finds_the_file_of_places_once_a_place_was_held()
    {
        Assert.SkipUnless(
            OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess,
            "The file is below /run, which takes root on Linux."
        );
        var locks = new PlaceLocks();
        var place = $"test {Guid.NewGuid():N}";

        locks.TryHold(place).Should().BeNull();
        locks.LetGo(place);

        HostLocks.Existing().Should().Contain("/run/active-response-places.lock");
        HostLocks.Existing().Should().NotContain("/run/xtables.lock", "iptables has made it");
    }
}
