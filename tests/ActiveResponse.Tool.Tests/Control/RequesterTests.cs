using ActiveResponse.Planning;
using ActiveResponse.Tool.Control;

namespace ActiveResponse.Tool.Tests.Control;

/// <summary>Who is on record as the one that made a change.</summary>
public sealed class RequesterTests
{
    [Fact]
    public void No_name_is_long_enough_to_hide_the_account()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The names are those of /etc/passwd.");
        var note = new OrderNote { By = Requester.Of("root" + new string('\u200b', ControlRequest.LongestBy - 4), 65534u) };
        note.By.Should().StartWith("root").And.EndWith("(as nobody)");
    }

    [Theory]
    [InlineData("alice", 0u, "alice")]
    [InlineData(null, 0u, "root")]
    [InlineData("  ", 0u, "root")]
    [InlineData("root", 65534u, "root (as nobody)")]
    [InlineData("x (as root)", 65534u, "x (as root) (as nobody)")]
    [InlineData("nobody", 65534u, "nobody")]
    [InlineData(null, 65534u, "nobody")]
    [InlineData("alice", 4_000_000_000u, "alice (as user 4000000000)")]
    [InlineData(null, 4_000_000_000u, "user 4000000000")]
    [InlineData("alice", null, "alice")]
    [InlineData(null, null, null)]
    public void Only_root_names_another(string? given, uint? user, string? onRecord)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The names are those of /etc/passwd.");
        Requester.Of(given, user).Should().Be(onRecord);
    }
}
