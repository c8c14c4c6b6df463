using System.IO.Abstractions;
using System.IO.Abstractions.TestingHelpers;
using ActiveResponse.Configuration;
using ActiveResponse.Configuration.Ossec;

namespace ActiveResponse.Tests.Configuration;

public sealed class ConfigFileReaderTests
{
    private const string Folder = "/var/ossec/etc";

    private readonly MockFileSystem _files = new();
    private readonly ConfigFileReader _reader;

    public ConfigFileReaderTests()
    {
        _files.AddDirectory(Folder);
        _reader = new ConfigFileReader(_files, new OssecConfigParser());
    }

    [Fact]
    public void Reads_a_file_and_names_it_in_problems()
    {
        var path = Path.Combine(Folder, "ossec.conf");
        _files.File.WriteAllText(path, "<ossec_config><global/></ossec_config>");

        var result = _reader.Read(path, new ConfigParseOptions { Dialect = ConfigDialect.Ossec });

        result.Problems.Should().ContainSingle().Which.File.Should().Be(path);
    }

    [Theory]
    [InlineData("nothing.conf", "no such file")]
    [InlineData("nowhere/ossec.conf", "no such file")]
    public void Tells_what_is_wrong_with_a_file_it_can_not_read(string name, string remedy)
    {
        var result = _reader.Read(Path.Combine(Folder, name), new ConfigParseOptions());

        result.Accepted.Should().BeFalse();
        result.HasErrors.Should().BeTrue();
        result.Problems.Should().ContainSingle().Which.Message.Should().Contain(remedy);
    }

    [Fact]
    public void Tells_that_a_folder_is_no_file() =>
        new ConfigFileReader(new FileSystem(), new OssecConfigParser())
            .Read(Path.GetTempPath(), new ConfigParseOptions())
            .Problems.Should()
            .ContainSingle()
            .Which.Message.Should()
            .Contain("name a file instead of a folder");

    [Fact]
    public void Does_not_read_a_file_too_large_to_be_a_configuration()
    {
        var path = Path.Combine(Folder, "large.conf");
        using (var file = _files.File.Create(path))
        {
            file.SetLength(ConfigFileReader.MaxLength + 1L);
        }

        _reader.Read(path, new ConfigParseOptions()).Problems.Should().ContainSingle().Which.Message.Should().Contain("larger than 16 MiB");
    }

    [Fact]
    public void Throws_for_no_path_at_all_only()
    {
        new ConfigFileReader(new FileSystem(), new OssecConfigParser())
            .Invoking(static r => r.Read("\0", new ConfigParseOptions()))
            .Should()
            .NotThrow();
        _reader.Invoking(static r => r.Read(null!, new ConfigParseOptions())).Should().Throw<ArgumentNullException>();
    }
}
