using ActiveResponse.Responders.Firewall.HostsDeny;
using Microsoft.Extensions.Options;

namespace ActiveResponse.Tests.Responders.Firewall.HostsDeny;

public class HostsDenyOptionsTests
{
    public static TheoryData<HostsDenyOptions> OutOfRange =>
        new()
        {
            new HostsDenyOptions { Name = " " },
            new HostsDenyOptions { File = string.Empty },
            new HostsDenyOptions { File = "etc/hosts.deny" },
            new HostsDenyOptions { File = "/etc/" },
            new HostsDenyOptions { File = "/etc/hosts\0.deny" },
            new HostsDenyOptions { LockTimeout = TimeSpan.FromTicks(-1) },
            new HostsDenyOptions { LockTimeout = TimeSpan.FromMinutes(10.1) },
            new HostsDenyOptions { EditAttempts = 0 },
            new HostsDenyOptions { EditAttempts = 101 },
            new HostsDenyOptions { MaxFileBytes = 4095 },
            new HostsDenyOptions { MaxFileBytes = (1 << 30) + 1 },
        };

    [Theory]
    [MemberData(nameof(OutOfRange))]
    public void Refuses_an_option_out_of_range(HostsDenyOptions options)
    {
        var make = () => new HostsDenyBackend(options, TimeProvider.System);

        make.Should().Throw<OptionsValidationException>();
    }

    [Fact]
    public void Takes_the_defaults_and_the_ends_of_each_range()
    {
        HostsDenyOptions[] all =
        [
            new(),
            new()
            {
                LockTimeout = TimeSpan.Zero,
                EditAttempts = 1,
                MaxFileBytes = 4096,
            },
            new()
            {
                LockTimeout = TimeSpan.FromMinutes(10),
                EditAttempts = 100,
                MaxFileBytes = 1 << 30,
            },
        ];

        all.Select(options => new HostsDenyBackend(options, TimeProvider.System).Name).Should().AllBe("host-deny");
    }

    [Fact]
    public void Is_named_as_the_options_say()
    {
        new HostsDenyBackend(new HostsDenyOptions { Name = "deny-here" }, TimeProvider.System).Name.Should().Be("deny-here");
    }
}
