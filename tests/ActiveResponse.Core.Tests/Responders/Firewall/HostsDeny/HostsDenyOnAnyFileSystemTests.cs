using System.IO.Abstractions.TestingHelpers;
using ActiveResponse.Responders;
using ActiveResponse.Responders.Firewall;
using ActiveResponse.Responders.Firewall.HostsDeny;
using ActiveResponse.Testing;

namespace ActiveResponse.Tests.Responders.Firewall.HostsDeny;

/// <summary>A deny file on a file system that isn't this host's, and what a disk does to it.</summary>
public sealed class HostsDenyOnAnyFileSystemTests
{
    private const string Deny = "/etc/hosts.deny";

    private readonly MockFileSystem _files = new(new Dictionary<string, MockFileData> { [Deny] = new("# mine\n") });
    private readonly FakeNativeFiles _native;

    public HostsDenyOnAnyFileSystemTests() => _native = new FakeNativeFiles(_files);

    private string Text => _files.File.ReadAllText(Deny);

    [Fact]
    public async Task What_an_administrator_writes_meanwhile_is_kept()
    {
        _native.BetweenReadAndWrite = () =>
        {
            _native.BetweenReadAndWrite = null;
            _files.File.AppendAllText(Deny, "sshd: 192.0.2.1\n");
        };

        (await Backend().AddAsync("203.0.113.9")).Should().Be(ActionOutcome.Applied);

        Text.Should().EndWith("ALL:203.0.113.9\n# mine\nsshd: 192.0.2.1\n");
        _native.Written.Should().Equal(Deny);
    }

    [Fact]
    public async Task One_that_writes_at_every_attempt_is_named_and_loses_nothing()
    {
        var edits = 0;
        _native.BetweenReadAndWrite = () => _files.File.AppendAllText(Deny, $"# {++edits}\n");

        (await Backend().AddFailsAsync()).Should().Contain("at each of 5 attempts");

        Text.Should().Be("# mine\n# 1\n# 2\n# 3\n# 4\n# 5\n");
    }

    [Fact]
    public async Task A_lock_of_another_process_fails_batch_and_listing()
    {
        _native.Lock(Deny);
        (await Backend().AddFailsAsync()).Should().Contain(Deny);
        await FluentActions.Awaiting(() => Backend().ListAsync()).Should().ThrowAsync<IOException>();

        _native.Unlock(Deny);
        (await Backend().AddAsync("203.0.113.9")).Should().Be(ActionOutcome.Applied);
    }

    [Fact]
    public async Task A_full_disk_fails_the_batch_and_leaves_what_was_there()
    {
        _native.WriteFault = static _ => new IOException("the disk is full");

        (await Backend().AddFailsAsync()).Should().Contain("the disk is full");

        Text.Should().Be("# mine\n");
        _native.Written.Should().BeEmpty();
        (await Backend().ProbeAsync(CancellationToken.None)).Should().Be(new FirewallProbe(IsUsable: false, "the disk is full"));
    }

    [Theory]
    [InlineData("/etc/hosts.deny", true, "can be written")]
    [InlineData("/etc", false, "not a regular file")]
    [InlineData("/absent/hosts.deny", false, "Create the folder")]
    public async Task The_probe_says_whether_it_can_be_written(string file, bool isUsable, string reason)
    {
        var probe = await new HostsDenyBackend(new HostsDenyOptions { File = file }, _files, _native).ProbeAsync(CancellationToken.None);

        probe.IsUsable.Should().Be(isUsable);
        probe.Reason.Should().Contain(reason);
    }

    [Fact]
    public async Task The_probe_warns_of_a_last_line_that_denies_everybody()
    {
        _files.File.WriteAllText(Deny, "# mine");

        (await Backend().ProbeAsync(CancellationToken.None)).Reason.Should().Contain("no newline");
    }

    [Fact]
    public async Task A_limit_holds_here_too()
    {
        var backend = new HostsDenyBackend(new HostsDenyOptions { File = Deny, MaxFileBytes = 4096 }, _files, _native);
        _files.File.WriteAllBytes(Deny, new byte[4096]);
        (await backend.AddFailsAsync()).Should().Contain("4096");
        _files.File.WriteAllBytes(Deny, new byte[4097]);
        (await backend.AddFailsAsync()).Should().Contain("4097");
    }

    private HostsDenyBackend Backend() => new(new HostsDenyOptions { File = Deny }, _files, _native);
}
