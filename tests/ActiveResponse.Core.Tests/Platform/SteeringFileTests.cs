using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using ActiveResponse.Platform;

namespace ActiveResponse.Tests.Platform;

[UnsupportedOSPlatform("windows")]
public sealed partial class SteeringFileTests : IDisposable
{
    private const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private readonly string _folder;
    private readonly string _file;

    public SteeringFileTests()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "owners and modes are Unix's");
        _folder = Directory.CreateTempSubdirectory("active-response-test-").FullName;
        _file = Path.Combine(_folder, "ossec.conf");
        File.WriteAllText(_file, "");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Trusts_a_file_only_we_can_write()
    {
        File.SetUnixFileMode(_file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        SteeringFile.Judge(_file).Should().Be(new FileTrust(null, null, null));
    }

    [Fact]
    public void Refuses_a_file_everybody_can_write_and_says_the_remedy()
    {
        File.SetUnixFileMode(_file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherWrite);
        SteeringFile.CheckTrust(_file).Should().Contain(_file).And.Contain("mode 602").And.Contain("chmod go-w");
    }

    [Fact]
    public void Refuses_a_file_in_a_folder_others_can_write()
    {
        File.SetUnixFileMode(_folder, Owner | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute);
        SteeringFile.CheckTrust(_file).Should().Contain($"{_folder} can be written");
    }

    [Fact]
    public void Refuses_the_target_of_a_link()
    {
        var link = Path.Combine(_folder, "link.conf");
        File.CreateSymbolicLink(link, _file);
        File.SetUnixFileMode(_file, UnixFileMode.UserRead | UnixFileMode.OtherWrite);
        SteeringFile.CheckTrust(link).Should().Contain($"{_file} can be written");
    }

    [Fact]
    public void Refuses_what_belongs_to_a_stranger_and_says_whose_it_is()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "only root can give files away");
        Own(_file, 65534, 0).Should().Be(0);
        SteeringFile.CheckTrust(_file).Should().Contain("belongs to another user").And.Contain("uid 65534");
    }

    [Fact]
    public void Lets_the_private_group_of_the_owner_through_with_a_remark_and_no_other_group()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "only root can give files to groups");
        Assert.SkipUnless(PrivateGroup.IsOf(0, 0), "root's group has other members here");
        File.SetUnixFileMode(_file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupWrite);
        SteeringFile.Judge(_file).Reason.Should().BeNull();
        SteeringFile.Judge(_file).PrivateGroup.Should().Contain(_file).And.Contain("chmod g-w");

        Own(_file, 0, 65534).Should().Be(0);
        SteeringFile.Judge(_file).Reason.Should().Contain("can be written by its group");
        SteeringFile.Judge(_file).PrivateGroup.Should().BeNull();
    }

    [Fact]
    public void A_folder_for_files_that_mean_something_must_be_ours_alone_sticky_or_not()
    {
        SteeringFile.CheckFolderTrust(_folder).Should().BeNull();
        SteeringFile.CheckFolderTrust(_file).Should().Contain("not a folder");
        SteeringFile.CheckFolderTrust(Path.Combine(_folder, "absent")).Should().Contain("doesn't exist");
        File.SetUnixFileMode(_folder, Owner | UnixFileMode.OtherWrite | UnixFileMode.StickyBit);
        SteeringFile.CheckFolderTrust(_folder).Should().Contain("can be written");
    }

    [Fact]
    public void No_file_with_an_access_list_is_a_private_groups_file()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess && PrivateGroup.IsOf(0, 0), "takes root with a private group");
        File.SetUnixFileMode(_file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        Assert.SkipUnless(TrySetAccessList(_file, 65534, mayWrite: true), "the file system here has no access lists");

        SteeringFile.CheckTrust(_file).Should().Contain("access list").And.Contain("chmod go-w");

        // chmod changes what a list gives at most.
        File.SetUnixFileMode(_file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        SteeringFile.CheckTrust(_file).Should().BeNull();
    }

    [Fact]
    public void A_folder_with_an_access_list_that_lets_others_in_is_refused()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "takes root");
        Assert.SkipUnless(TrySetAccessList(_folder, 65534, mayWrite: true), "the file system here has no access lists");

        SteeringFile.CheckFolderTrust(_folder).Should().Contain("access list");
        SteeringFile.CheckTrust(_file).Should().Contain("access list");
    }

    [Fact]
    public void A_program_is_trusted_only_where_nobody_else_can_put_or_change_it()
    {
        File.SetUnixFileMode(_file, Owner);
        SteeringFile.IsTrustedProgram(_file).Should().BeTrue();
        SteeringFile.IsTrustedProgram(_folder).Should().BeFalse("a folder is no program");
        var link = Path.Combine(_folder, "link");
        File.CreateSymbolicLink(link, _file);
        SteeringFile.IsTrustedProgram(link).Should().BeTrue();
        File.SetUnixFileMode(_file, Owner | UnixFileMode.GroupWrite);
        SteeringFile.IsTrustedProgram(link).Should().BeFalse();
        File.SetUnixFileMode(_file, Owner);
        File.SetUnixFileMode(_folder, Owner | UnixFileMode.OtherWrite | UnixFileMode.StickyBit);
        SteeringFile.IsTrustedProgram(_file).Should().BeFalse("others can put one there");
    }

    // Long: one scenario from start to end.
    [Fact]
    public void Trusts_the_service_account_of_the_installation_that_was_named_and_nobody_else_there()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "only root can give files away");
        var etc = Directory.CreateDirectory(Path.Combine(_folder, "etc")).FullName;
        var config = Path.Combine(etc, "ossec.conf");
        File.WriteAllText(config, "");
        File.SetUnixFileMode(etc, Mode("770"));
        File.SetUnixFileMode(config, Mode("660"));
        Own(etc, 64999, 64998).Should().Be(0);
        Own(config, 0, 64998).Should().Be(0);

        SteeringFile.CheckTrust(config).Should().Contain("belongs to another user");
        var installation = Installation.Of(_folder, out var reason);
        reason.Should().BeNull();
        var trust = SteeringFile.Judge(config, installation);
        trust.Reason.Should().BeNull();
        trust.ServiceAccount.Should().Contain(etc).And.Contain("uid 64999").And.Contain("gid 64998").And.Contain(_folder);

        Own(config, 64997, 64998).Should().Be(0);
        SteeringFile.CheckTrust(config, installation).Should().Contain("uid 64997");
        Own(config, 0, 64997).Should().Be(0);
        SteeringFile.CheckTrust(config, installation).Should().Contain("can be written by its group");
        Own(config, 0, 64998).Should().Be(0);
        File.SetUnixFileMode(config, Mode("666"));
        SteeringFile.CheckTrust(config, installation).Should().Contain("by everyone");
        File.SetUnixFileMode(config, Mode("660"));
        if (TrySetAccessList(config, 64997, mayWrite: true))
        {
            SteeringFile.CheckTrust(config, installation).Should().Contain("access list");
        }

        SteeringFile.CheckTrust(_file, installation).Should().BeNull();
        Own(_file, 64999, 64998).Should().Be(0);
        var outside = Directory.CreateTempSubdirectory("active-response-test-").FullName;
        try
        {
            var theirs = Path.Combine(outside, "ossec.conf");
            File.WriteAllText(theirs, "");
            Own(theirs, 64999, 64998).Should().Be(0);
            SteeringFile.CheckTrust(theirs, installation).Should().Contain("uid 64999", "it is trusted below its folder only");
        }
        finally
        {
            Directory.Delete(outside, recursive: true);
        }
    }

    [Fact]
    public void An_installation_that_others_could_have_made_is_none()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "only root can give files away");
        var etc = Directory.CreateDirectory(Path.Combine(_folder, "etc")).FullName;
        Installation.Of(_folder, out var reason).Should().BeNull("root alone decides there");
        reason.Should().BeNull();
        Own(etc, 65534, 65534).Should().Be(0);
        Installation.Of(_folder, out reason).Should().BeNull();
        reason.Should().Contain("has no account");
        Own(etc, 64999, 64998).Should().Be(0);
        File.SetUnixFileMode(_folder, Mode("777"));
        Installation.Of(_folder, out reason).Should().BeNull();
        reason.Should().Contain("can be written");
    }

    private static UnixFileMode Mode(string octal) => (UnixFileMode)Convert.ToInt32(octal, 8);

    // user::rwx, user:NUMBER:rw-, group::r--, mask::rwx, other::r--
    private static unsafe bool TrySetAccessList(string path, uint user, bool mayWrite)
    {
        using var list = new MemoryStream();
        using var writer = new BinaryWriter(list);
        writer.Write(2u);
        foreach (
            var (tag, rights, id) in ((ushort, ushort, uint)[])
                [
                    (1, 7, uint.MaxValue),
                    (2, (ushort)(mayWrite ? 6 : 4), user),
                    (4, 4, uint.MaxValue),
                    (16, 7, uint.MaxValue),
                    (32, 4, uint.MaxValue),
                ]
        )
        {
            writer.Write(tag);
            writer.Write(rights);
            writer.Write(id);
        }

        writer.Flush();
        fixed (byte* value = list.ToArray())
        {
            return SetAttribute(path, "system.posix_acl_access", value, (nuint)list.Length, 0) == 0;
        }
    }

    [LibraryImport("libc", EntryPoint = "setxattr", StringMarshalling = StringMarshalling.Utf8)]
    private static unsafe partial int SetAttribute(string path, string name, byte* value, nuint length, int flags);

    [LibraryImport("libc", EntryPoint = "chown", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Own(string path, uint owner, uint group);
}
