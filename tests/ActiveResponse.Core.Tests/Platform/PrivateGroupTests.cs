using ActiveResponse.Platform;

namespace ActiveResponse.Tests.Platform;

public sealed class PrivateGroupTests
{
    private static readonly string[] Users =
    [
        "root:x:0:0:root:/root:/bin/bash",
        "alice:x:1000:1000::/home/alice:/bin/bash",
        "bob:x:1001:1001::/home/bob:/bin/bash",
        "eve:x:1002:1001::/:/bin/sh",
        "broken",
    ];

    private static readonly string[] Groups =
    [
        "root:x:0:",
        "alice:x:1000:alice",
        "bob:x:1001:",
        "staff:x:50:",
        "wheel:x:10:alice",
        "broken",
        "carol:x:1003:",
    ];

    [Theory]
    [InlineData(0, 0, true)]
    [InlineData(1000, 1000, true)]
    [InlineData(1001, 1001, false)]
    [InlineData(1000, 50, false)]
    [InlineData(1000, 10, false)]
    [InlineData(1003, 1003, false)]
    [InlineData(1000, 4711, false)]
    public void Is_the_group_of_one_user_and_of_nobody_else(uint owner, uint group, bool isPrivate) =>
        PrivateGroup.IsOf(owner, group, Users, Groups).Should().Be(isPrivate);

    [Fact]
    public void A_group_with_another_member_is_not_private() =>
        PrivateGroup.IsOf(1000, 1000, Users, ["alice:x:1000:alice,mallory"]).Should().BeFalse();
}
