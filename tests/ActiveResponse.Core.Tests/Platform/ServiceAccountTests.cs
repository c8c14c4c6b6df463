using ActiveResponse.Platform;

namespace ActiveResponse.Tests.Platform;

public sealed class ServiceAccountTests
{
    private static readonly string[] Users =
    [
        "root:x:0:0:root:/root:/bin/bash",
        "alice:x:1000:1000::/home/alice:/bin/bash",
        "wazuh:x:999:998::/var/ossec:/sbin/nologin",
        "ossec:x:997:996::/var/ossec:/bin/sh",
        "siem:x:700:701::/:/bin/false",
        "nobody:x:65534:65534::/:/usr/sbin/nologin",
        "broken",
    ];

    private static readonly string[] Groups =
    [
        "root:x:0:",
        "alice:x:1000:",
        "wazuh:x:998:",
        "ossec:x:996:apache",
        "siem:x:701:",
        "users:x:100:",
        "sudo:x:27:alice",
        "nogroup:x:65534:",
        "broken",
    ];

    [Theory]
    [InlineData(999, 998)]
    [InlineData(0, 998)]
    [InlineData(997, 996)]
    [InlineData(700, 701)]
    [InlineData(4711, 4712)]
    [InlineData(0, 4712)]
    public void An_account_of_a_service_decides_in_its_installation(uint owner, uint group)
    {
        ServiceAccount.TryFind(owner, group, Users, Groups, out var account, out var reason).Should().BeTrue(reason);
        account.Should().Be(new ServiceAccount(owner == 0 ? null : owner, group));
    }

    [Theory]
    [InlineData(1000, 1000, "alice is a login account")]
    [InlineData(0, 1000, "the group alice is not a service account")]
    [InlineData(0, 100, "the group users is not a service account")]
    [InlineData(0, 27, "the group sudo is not a service account")]
    [InlineData(999, 100, "gid 100 is not the group of wazuh")]
    [InlineData(65534, 65534, "has no account")]
    [InlineData(0, 65534, "gid 65534")]
    [InlineData(4711, 0, "gid 0")]
    public void Nobody_else_does(uint owner, uint group, string why)
    {
        ServiceAccount.TryFind(owner, group, Users, Groups, out _, out var reason).Should().BeFalse();
        reason.Should().Contain(why);
    }
}
