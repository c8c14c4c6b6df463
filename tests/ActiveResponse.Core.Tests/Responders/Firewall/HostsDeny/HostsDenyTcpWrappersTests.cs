using System.Diagnostics;
using ActiveResponse.Responders;
using ActiveResponse.Responders.Firewall;

namespace ActiveResponse.Tests.Responders.Firewall.HostsDeny;

/// <summary>What libwrap itself makes of the file, asked of its own checking program (Debian package tcpd).</summary>
public sealed class HostsDenyTcpWrappersTests : IDisposable
{
    private const string Program = "/usr/sbin/tcpdmatch";

    private readonly HostsDenyFixture _fixture = new();

    [Theory]
    [InlineData("203.0.113.9", "203.0.113.9", "203.0.113.99")]
    [InlineData("203.0.113.0/24", "203.0.113.255", "203.0.112.255")]
    [InlineData("203.0.113.128/25", "203.0.113.200", "203.0.113.9")]
    [InlineData("203.0.113.8/31", "203.0.113.9", "203.0.113.10")]
    [InlineData("128.0.0.0/1", "203.0.113.9", "127.0.0.1")]
    [InlineData("0.0.0.0/0", "203.0.113.9", "2001:db8::1")]
    [InlineData("2001:db8::1", "2001:db8::1", "2001:db8::11")]
    [InlineData("2001:db8::/32", "2001:db8:ffff::1", "2001:db9::1")]
    [InlineData("2001:db8::/33", "2001:db8:7fff::1", "2001:db8:8000::1")]
    [InlineData("2001:db8::2/127", "2001:db8::3", "2001:db8::4")]
    [InlineData("::/0", "2001:db8::1", "203.0.113.9")]
    [InlineData("::192.0.2.1", "::192.0.2.1", "192.0.2.1")]
    public async Task Is_read_by_tcp_wrappers(string blocked, string inside, string outside)
    {
        await _fixture.Backend().AddAsync(blocked, HostsDenyFixture.Later);
        (await IsDeniedAsync(inside)).Should().BeTrue();
        (await IsDeniedAsync(outside)).Should().BeFalse();

        await _fixture.Backend().RemoveAsync(blocked);
        (await IsDeniedAsync(inside)).Should().BeFalse();
    }

    [Theory]
    [InlineData("sshd: 192.0.2.1, \\\n 192.0.2.2\n")]
    [InlineData("sshd: 192.0.2.1\nsshd: 192.0.2.2")]
    [InlineData("# only a comment, but without its newline")]
    [InlineData("")]
    [InlineData("sshd: 192.0.2.1\r\nsshd: 192.0.2.2\r\n")]
    [InlineData("sshd: 192.0.2.2\nvsftpd: 192.0.2.1\\")]
    [InlineData("ALL: 203.0.113.9 : ALLOW\nsshd: 192.0.2.2\n")]
    public async Task Leaves_foreign_rules_in_force_and_is_in_force_itself(string foreign)
    {
        _fixture.Text = foreign;
        string[] others = ["192.0.2.1", "192.0.2.2", "192.0.2.3"];
        var before = await Task.WhenAll(others.Select(IsDeniedAsync));

        await _fixture.Backend().AddAsync("203.0.113.9");

        (await IsDeniedAsync("203.0.113.9")).Should().BeTrue();
        (await Task.WhenAll(others.Select(IsDeniedAsync))).Should().Equal(before);
    }

    [Theory]
    [InlineData("ALL: 203.0.113.9")]
    [InlineData("\tall :\t203.0.113.9 \r\n")]
    [InlineData("ALL:203.0.113.9/32\n")]
    [InlineData("# c\nALL: 203.0.113.9\n")]
    public async Task Relies_on_a_line_of_others_only_where_it_denies(string foreign)
    {
        _fixture.Text = foreign;

        (await IsDeniedAsync("203.0.113.9")).Should().BeTrue();
        (await _fixture.Backend().AddAsync("203.0.113.9")).Should().Be(ActionOutcome.AlreadyApplied);
    }

    [Theory]
    [InlineData("ALL: 203.0.113.9/255.255.255.255\n", "203.0.113.9")]
    [InlineData("ALL: 0.0.0.0/0\n", "0.0.0.0/0")]
    [InlineData("ALL: 203.0.113.9/24\n", "203.0.113.0/24")]
    [InlineData("ALL: [2001:db8::/32]\n", "2001:db8::/32")]
    [InlineData("# c \\\nALL:203.0.113.9\n", "203.0.113.9")]
    [InlineData("sshd: 192.0.2.1\0\nALL:203.0.113.9\n", "203.0.113.9")]
    public async Task Writes_where_a_line_only_looks_as_if_it_denied(string foreign, string address)
    {
        _fixture.Text = foreign;
        var inside = HostsDenyFixture.Prefix(address).IsIPv6 ? "2001:db8::7" : "203.0.113.9";
        (await IsDeniedAsync(inside)).Should().BeFalse();

        await _fixture.Backend().AddAsync(address);

        (await IsDeniedAsync(inside)).Should().BeTrue();
    }

    [Fact]
    public async Task Denies_everybody_without_a_last_newline_as_the_probe_warns()
    {
        _fixture.Text = "# only a comment";

        (await IsDeniedAsync("192.0.2.3")).Should().BeTrue();
        (await _fixture.Backend().ProbeAsync(CancellationToken.None)).Reason.Should().Contain("newline");

        _fixture.Text += "\n";
        (await IsDeniedAsync("192.0.2.3")).Should().BeFalse();
        (await _fixture.Backend().ProbeAsync(CancellationToken.None)).Reason.Should().NotContain("newline");
    }

    [Fact]
    public async Task Yields_to_hosts_allow()
    {
        await _fixture.Backend().AddAsync("203.0.113.9");
        await File.WriteAllTextAsync(Path.Combine(_fixture.Folder, "hosts.allow"), "ALL: 203.0.113.9\n");

        (await IsDeniedAsync("203.0.113.9")).Should().BeFalse();
    }

    [Fact]
    public async Task Is_read_to_its_end_with_a_thousand_entries()
    {
        FirewallEntry[] entries =
        [
            .. Enumerable.Range(1, 1000).Select(i => HostsDenyFixture.Entry($"2001:db8::{i:x}", HostsDenyFixture.Later)),
        ];
        await _fixture.Backend().ApplyAsync(entries, [], CancellationToken.None);

        (await IsDeniedAsync("2001:db8::3e8")).Should().BeTrue();
        (await IsDeniedAsync("2001:db8::3e9")).Should().BeFalse();
    }

    public void Dispose() => _fixture.Dispose();

    private async Task<bool> IsDeniedAsync(string client)
    {
        Assert.SkipUnless(File.Exists(Program), "tcpdmatch isn't installed (Debian package tcpd).");
        var start = new ProcessStartInfo(Program, ["-d", "sshd", client])
        {
            WorkingDirectory = _fixture.Folder,
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        output.Should().MatchRegex("access: +(denied|granted)");
        return output.Contains("denied", StringComparison.Ordinal);
    }
}
