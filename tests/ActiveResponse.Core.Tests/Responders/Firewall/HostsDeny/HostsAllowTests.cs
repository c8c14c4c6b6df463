using System.Diagnostics;
using System.Text;
using ActiveResponse.Configuration;
using ActiveResponse.Responders;
using ActiveResponse.Responders.Firewall;
using ActiveResponse.Responders.Firewall.HostsDeny;
using ActiveResponse.Testing.Conformance;

namespace ActiveResponse.Tests.Responders.Firewall.HostsDeny;

/// <summary>Denials in the allow file, judged by libwrap's own checking program (Debian package tcpd).</summary>
public sealed class HostsAllowTests : FirewallBackendConformance, IDisposable
{
    private const string Program = "/usr/sbin/tcpdmatch";
    private const string FreeBsd = "#\n# hosts.allow access control file\n#\n\nALL : ALL : allow\n";

    private readonly string _folder = Directory.CreateTempSubdirectory("hosts-allow-").FullName;

    private string File => Path.Combine(_folder, "hosts.allow");

    private string Text
    {
        get => System.IO.File.Exists(File) ? Encoding.Latin1.GetString(System.IO.File.ReadAllBytes(File)) : "";
        set => System.IO.File.WriteAllBytes(File, Encoding.Latin1.GetBytes(value));
    }

    [Theory]
    [InlineData("203.0.113.9", "ALL : 203.0.113.9 : deny", "203.0.113.9", "203.0.113.99")]
    [InlineData("203.0.113.0/24", "ALL : 203.0.113.0/255.255.255.0 : deny", "203.0.113.255", "203.0.112.255")]
    [InlineData("0.0.0.0/0", "ALL : 0.0.0.0/0.0.0.0 : deny", "203.0.113.9", "2001:db8::1")]
    [InlineData("2001:db8::1", "ALL : [2001:db8::1] : deny", "2001:db8::1", "2001:db8::11")]
    [InlineData("2001:db8::/33", "ALL : [2001:db8::]/33 : deny", "2001:db8:7fff::1", "2001:db8:8000::1")]
    public async Task Is_read_by_tcp_wrappers_above_a_line_that_lets_everybody_in(
        string blocked,
        string line,
        string inside,
        string outside
    )
    {
        Text = FreeBsd;

        await Backend().AddAsync(blocked, HostsDenyFixture.Later);

        Text.Should().Be($"# active-response until 2026-11-22T19:05:00Z for {blocked}\n{line}\n{FreeBsd}");
        (await IsDeniedAsync(inside)).Should().BeTrue();
        (await IsDeniedAsync(outside)).Should().BeFalse();
        await Backend().RemoveAsync(blocked);
        (await IsDeniedAsync(inside)).Should().BeFalse();
        Text.Should().Be(FreeBsd);
    }

    [Theory]
    [InlineData("ALL:203.0.113.9:deny\n" + FreeBsd)]
    [InlineData("# c\n\n\tall : 203.0.113.9/32 :  DENY \r\n")]
    [InlineData("ALL : 192.0.2.1 : deny\nALL : 203.0.113.9 : deny\n")]
    public async Task Relies_on_a_line_of_others_only_where_it_denies(string foreign)
    {
        Text = foreign;

        (await IsDeniedAsync("203.0.113.9")).Should().BeTrue();
        (await Backend().AddAsync("203.0.113.9")).Should().Be(ActionOutcome.AlreadyApplied);
        Text.Should().Be(foreign);
    }

    [Theory]
    [InlineData(FreeBsd + "ALL : 203.0.113.9 : deny\n")]
    [InlineData("sshd : 203.0.113. : allow\nALL : 203.0.113.9 : deny\n")]
    [InlineData("# c \\\nALL : 203.0.113.9 : deny\n")]
    [InlineData("ALL : 203.0.113.9\n")]
    [InlineData("ALL : 203.0.113.9 : allow\n")]
    [InlineData("ALL : 203.0.113.9 : deny : allow\n")]
    [InlineData("ALL : 203.0.113.9/24 : deny\n")]
    public async Task Writes_where_a_line_only_looks_as_if_it_denied(string foreign)
    {
        Text = foreign;

        (await Backend().AddAsync("203.0.113.9")).Should().Be(ActionOutcome.Applied);

        (await IsDeniedAsync("203.0.113.9")).Should().BeTrue();
        Text.Should().EndWith(foreign);
    }

    [Fact]
    public void Each_form_has_its_file()
    {
        new HostsDenyOptions().File.Should().Be("/etc/hosts.deny");
        new HostsDenyOptions { Form = HostsDenyForm.AllowFileDeny }
            .File.Should()
            .Be("/etc/hosts.allow");
        new HostsDenyOptions { Form = HostsDenyForm.AllowFileDeny, File = "/usr/local/etc/hosts.allow" }
            .File.Should()
            .Be("/usr/local/etc/hosts.allow");
    }

    [Fact]
    public async Task The_probe_says_what_it_takes() =>
        (await Backend().ProbeAsync(CancellationToken.None)).Reason.Should().Contain("hosts_options(5)").And.NotContain("overrides");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    protected override ValueTask<IFirewallBackend> CreateAsync() => ValueTask.FromResult<IFirewallBackend>(Backend());

    protected override ValueTask<string> DescribeHostAsync() =>
        ValueTask.FromResult($"{string.Join(' ', Directory.GetFileSystemEntries(_folder).Order())}\n{Text}");

    protected override ValueTask<bool> PutForeignEntryAsync(AddressPrefix address)
    {
        Text += $"ALL : {address} : deny\n";
        return ValueTask.FromResult(true);
    }

    private HostsDenyBackend Backend() =>
        new(new HostsDenyOptions { Form = HostsDenyForm.AllowFileDeny, File = File }, TimeProvider.System);

    private async Task<bool> IsDeniedAsync(string client)
    {
        Assert.SkipUnless(System.IO.File.Exists(Program), "tcpdmatch isn't installed (Debian package tcpd).");
        var start = new ProcessStartInfo(Program, ["-d", "sshd", client]) { WorkingDirectory = _folder, RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        output.Should().MatchRegex("access: +(denied|granted)");
        return output.Contains("denied", StringComparison.Ordinal);
    }
}
