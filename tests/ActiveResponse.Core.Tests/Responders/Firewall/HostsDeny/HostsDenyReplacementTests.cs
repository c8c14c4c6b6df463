using System.Runtime.Versioning;
using System.Text;
using ActiveResponse.Platform;
using ActiveResponse.Responders;
using ActiveResponse.Responders.Firewall.HostsDeny;

namespace ActiveResponse.Tests.Responders.Firewall.HostsDeny;

[UnsupportedOSPlatform("windows")]
public sealed class HostsDenyReplacementTests : IDisposable
{
    private readonly HostsDenyFixture _fixture = new();

    [Fact]
    public async Task Replaces_the_file_and_leaves_nothing_beside_it()
    {
        _fixture.Text = "# mine\n";
        using var old = File.Open(_fixture.File, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);

        // .NET takes a shared lock on what it opens; a reader's lock isn't what this is about.
        LockTool.Release(old.SafeFileHandle);
        await _fixture.Backend().AddAsync("203.0.113.9");

        using var reader = new StreamReader(old);
        (await reader.ReadToEndAsync()).Should().Be("# mine\n", "who reads the old file sees it whole");
        _fixture.Names.Should().Equal("hosts.deny");
    }

    [Fact]
    public async Task Keeps_the_mode()
    {
        const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupWrite | UnixFileMode.OtherExecute;
        _fixture.Text = "# mine\n";
        File.SetUnixFileMode(_fixture.File, Mode);

        await _fixture.Backend().AddAsync("203.0.113.9");

        File.GetUnixFileMode(_fixture.File).Should().Be(Mode);
    }

    [Fact]
    public async Task Keeps_owner_and_group()
    {
        _fixture.Text = "# mine\n";
        using (var file = LinuxFile.Open(_fixture.File, LinuxNative.WriteOnly))
        {
            Assert.SkipWhen(LinuxNative.ChangeOwner(file, 12345, 23456) != 0, "Giving a file away takes root.");
        }

        await _fixture.Backend().AddAsync("203.0.113.9");

        var status = LinuxFile.TryStatus(_fixture.File)!.Value;
        (status.User, status.Group).Should().Be((12345u, 23456u));
        _fixture.Text.Should().StartWith("# active-response");
    }

    // Long: one scenario from start to end.
    [Fact]
    public async Task Keeps_extended_attributes_and_the_access_list()
    {
        _fixture.Text = "# mine\n";
        byte[] accessList =
        [
            2,
            0,
            0,
            0,
            1,
            0,
            6,
            0,
            255,
            255,
            255,
            255,
            2,
            0,
            4,
            0,
            57,
            48,
            0,
            0,
            4,
            0,
            4,
            0,
            255,
            255,
            255,
            255,
            16,
            0,
            4,
            0,
            255,
            255,
            255,
            255,
            32,
            0,
            0,
            0,
            255,
            255,
            255,
            255,
        ];
        Assert.SkipUnless(ExtendedAttributes.TrySet(_fixture.File, "user.note", "kept"u8), "The file system has no extended attributes.");
        Assert.SkipUnless(
            ExtendedAttributes.TrySet(_fixture.File, "system.posix_acl_access", accessList),
            "The file system has no access lists."
        );
        var before = LinuxFile.TryStatus(_fixture.File)!.Value;

        await _fixture.Backend().AddAsync("203.0.113.9");

        LinuxFile.TryStatus(_fixture.File)!.Value.IsSameFile(before).Should().BeFalse("it was replaced");
        ExtendedAttributes.Get(_fixture.File, "user.note").Should().Equal("kept"u8.ToArray());
        ExtendedAttributes.Get(_fixture.File, "system.posix_acl_access").Should().Equal(accessList);
        LinuxFile.TryStatus(_fixture.File)!.Value.Permissions.Should().Be(before.Permissions);
    }

    [Fact]
    public async Task Replaces_what_a_chain_of_links_points_at()
    {
        var real = Directory.CreateDirectory(Path.Combine(_fixture.Folder, "real")).FullName;
        var target = Path.Combine(real, "deny");
        await File.WriteAllTextAsync(target, "# mine\n");
        File.CreateSymbolicLink(Path.Combine(_fixture.Folder, "middle"), "real/deny");
        File.CreateSymbolicLink(_fixture.File, "middle");

        await _fixture.Backend().AddAsync("203.0.113.9");

        new FileInfo(_fixture.File).LinkTarget.Should().Be("middle");
        (await File.ReadAllTextAsync(target)).Should().StartWith("# active-response").And.EndWith("# mine\n");
        Directory.GetFiles(real).Select(Path.GetFileName).Should().BeEquivalentTo("deny", ".deny.active-response.lock");
    }

    [Fact]
    public async Task Makes_the_file_that_a_dangling_link_points_at()
    {
        File.CreateSymbolicLink(_fixture.File, "elsewhere");

        (await _fixture.Backend().AddAsync("203.0.113.9")).Should().Be(ActionOutcome.Applied);

        new FileInfo(_fixture.File).LinkTarget.Should().Be("elsewhere");
        File.Exists(Path.Combine(_fixture.Folder, "elsewhere")).Should().BeTrue();
    }

    [Fact]
    public async Task Clears_what_a_crash_left_of_its_own_and_nothing_else()
    {
        string[] left = [".hosts.deny.active-response.0123.tmp", ".hosts.deny.active-response.before"];
        string[] others = [".hosts.allow.active-response.0123.tmp", "hosts.deny.active-response.tmp", ".hosts.deny.tmp"];
        foreach (var name in left.Concat(others))
        {
            await File.WriteAllTextAsync(Path.Combine(_fixture.Folder, name), "left");
        }

        await _fixture.Backend().RemoveAsync("203.0.113.9");

        _fixture.Names.Should().BeEquivalentTo(others);
    }

    [Fact]
    public void Works_in_a_folder_that_it_may_not_list()
    {
        File.SetUnixFileMode(_fixture.Folder, (UnixFileMode)0x1db);

        LinuxSandbox.RunAsNobody(() =>
            _fixture.Backend().AddAsync("203.0.113.9").GetAwaiter().GetResult().Should().Be(ActionOutcome.Applied)
        );

        _fixture.Names.Should().Equal("hosts.deny");
    }

    [Fact]
    public async Task Starts_anew_when_the_file_is_edited_meanwhile()
    {
        _fixture.Text = "# one\n";
        var edits = 0;
        var backend = _fixture.Backend(() =>
        {
            if (edits++ < 3)
            {
                File.AppendAllText(_fixture.File + ".new", $"# edit {edits}\n", Encoding.ASCII);
                File.Copy(_fixture.File + ".new", _fixture.File + ".swap", overwrite: true);
                File.Move(_fixture.File + ".swap", _fixture.File, overwrite: true);
            }
        });

        (await backend.AddAsync("203.0.113.9")).Should().Be(ActionOutcome.Applied);

        edits.Should().Be(4);
        _fixture.Text.Should().Be("# active-response until lifted for 203.0.113.9\nALL:203.0.113.9\n# edit 1\n# edit 2\n# edit 3\n");
    }

    [Fact]
    public async Task Sees_an_edit_of_the_same_length_within_one_tick_of_the_file_time()
    {
        _fixture.Text = "# one\n";
        var edits = 0;
        var backend = _fixture.Backend(() =>
        {
            if (edits++ == 0)
            {
                Overwrite("# two\n");
            }
        });

        (await backend.AddAsync("203.0.113.9")).Should().Be(ActionOutcome.Applied);

        edits.Should().Be(2);
        _fixture.Text.Should().EndWith("\n# two\n");
    }

    [Fact]
    public async Task Fails_after_as_many_edits_as_the_options_allow()
    {
        _fixture.Text = "# edit 0\n";
        var edits = 0;
        var backend = HostsDenyFixture.Backend(
            _fixture.Options with
            {
                EditAttempts = 3,
            },
            TimeProvider.System,
            () => Overwrite($"# edit {++edits}\n")
        );

        (await backend.AddFailsAsync()).Should().Contain("3 attempts");

        edits.Should().Be(3);
        _fixture.Text.Should().Be("# edit 3\n");
        _fixture.Names.Should().Equal("hosts.deny");
    }

    [Fact]
    public async Task Makes_a_missing_file_readable_for_all_and_removes_it_when_it_ends_empty()
    {
        await _fixture.Backend().AddAsync("203.0.113.9");
        File.GetUnixFileMode(_fixture.File)
            .Should()
            .Be(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead);

        await _fixture.Backend().RemoveAsync("203.0.113.9");

        _fixture.Names.Should().BeEmpty();
    }

    public void Dispose() => _fixture.Dispose();

    // As an editor that knows of no locks; .NET's own calls heed them.
    private void Overwrite(string text)
    {
        using var file = LinuxFile.Open(_fixture.File, LinuxNative.WriteOnly);
        LinuxFile.Write(file, Encoding.ASCII.GetBytes(text), _fixture.File);
    }
}
