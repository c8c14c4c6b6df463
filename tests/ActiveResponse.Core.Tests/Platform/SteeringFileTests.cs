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
        Skip.IfNot(OperatingSystem.IsLinux(), "owners and modes are Unix's");
        _folder = Directory.CreateTempSubdirectory("active-response-test-").FullName;
        _file = Path.Combine(_folder, "ossec.conf");
        File.WriteAllText(_file, "");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [SkippableFact]
    public void Trusts_a_file_only_we_can_write()
    {
        File.SetUnixFileMode(_file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        SteeringFile.Distrust(_file, out var remark).Should().BeNull();
        remark.Should().BeNull();
    }

    [SkippableFact]
    public void Refuses_a_file_everybody_can_write_and_says_the_remedy()
    {
        File.SetUnixFileMode(_file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherWrite);
        SteeringFile.Distrust(_file, out _).Should().Contain(_file).And.Contain("mode 602").And.Contain("chmod go-w");
    }

    [SkippableFact]
    public void Refuses_a_file_in_a_folder_others_can_write()
    {
        File.SetUnixFileMode(_folder, Owner | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute);
        SteeringFile.Distrust(_file, out _).Should().Contain($"{_folder} can be written");
    }

    [SkippableFact]
    public void Refuses_the_target_of_a_link()
    {
        var link = Path.Combine(_folder, "link.conf");
        File.CreateSymbolicLink(link, _file);
        File.SetUnixFileMode(_file, UnixFileMode.UserRead | UnixFileMode.OtherWrite);
        SteeringFile.Distrust(link, out _).Should().Contain($"{_file} can be written");
    }

    [SkippableFact]
    public void Refuses_what_belongs_to_a_stranger_and_says_whose_it_is()
    {
        Skip.IfNot(Environment.IsPrivilegedProcess, "only root can give files away");
        Own(_file, 65534, 0).Should().Be(0);
        SteeringFile.Distrust(_file, out _).Should().Contain("belongs to another user").And.Contain("uid 65534");
    }

    [SkippableFact]
    public void Lets_the_private_group_of_the_owner_through_with_a_remark_and_no_other_group()
    {
        Skip.IfNot(Environment.IsPrivilegedProcess, "only root can give files to groups");
        Skip.IfNot(PrivateGroup.IsOf(0, 0), "root's group has other members here");
        File.SetUnixFileMode(_file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupWrite);
        SteeringFile.Distrust(_file, out var remark).Should().BeNull();
        remark.Should().Contain(_file).And.Contain("chmod g-w");

        Own(_file, 0, 65534).Should().Be(0);
        SteeringFile.Distrust(_file, out remark).Should().Contain("can be written by its group");
        remark.Should().BeNull();
    }

    [SkippableFact]
    public void A_folder_for_files_that_mean_something_must_be_ours_alone_sticky_or_not()
    {
        SteeringFile.DistrustFolder(_folder).Should().BeNull();
        SteeringFile.DistrustFolder(_file).Should().Contain("not a folder");
        SteeringFile.DistrustFolder(Path.Combine(_folder, "absent")).Should().Contain("not there");
        File.SetUnixFileMode(_folder, Owner | UnixFileMode.OtherWrite | UnixFileMode.StickyBit);
        SteeringFile.DistrustFolder(_folder).Should().Contain("can be written");
    }

    [LibraryImport("libc", EntryPoint = "chown", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Own(string path, uint owner, uint group);
}
