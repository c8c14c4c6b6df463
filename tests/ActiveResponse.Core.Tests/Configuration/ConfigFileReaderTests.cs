using System.IO.Abstractions;
using ActiveResponse.Configuration;
using ActiveResponse.Configuration.Ossec;

namespace ActiveResponse.Tests.Configuration;

public sealed class ConfigFileReaderTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ar-config-").FullName;
    private readonly ConfigFileReader _reader = new(new FileSystem(), new OssecConfigParser());

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Reads_a_file_and_names_it_in_problems()
    {
        var path = Path.Combine(_folder, "ossec.conf");
        File.WriteAllText(path, "<ossec_config><global/></ossec_config>");

        var result = _reader.Read(path, new ConfigParseOptions { Dialect = ConfigDialect.Ossec });

        result.Problems.Should().ContainSingle().Which.File.Should().Be(path);
    }

    [Theory]
    [InlineData("nothing.conf", "no such file")]
    [InlineData("nowhere/ossec.conf", "no such file")]
    [InlineData("", "name a file instead of a folder")]
    public void Tells_what_is_wrong_with_a_file_it_can_not_read(string name, string remedy)
    {
        var result = _reader.Read(Path.Combine(_folder, name), new ConfigParseOptions());

        result.Accepted.Should().BeFalse();
        result.HasErrors.Should().BeTrue();
        result.Problems.Should().ContainSingle().Which.Message.Should().Contain(remedy);
    }

    [Fact]
    public void Does_not_read_a_file_too_large_to_be_a_configuration()
    {
        var path = Path.Combine(_folder, "large.conf");
        using (var file = File.Create(path))
        {
            file.SetLength(ConfigFileReader.MaxLength + 1L);
        }

        _reader.Read(path, new ConfigParseOptions()).Problems.Should().ContainSingle().Which.Message.Should().Contain("larger than 16 MiB");
    }

    [Fact]
    public void Throws_for_no_path_at_all_only()
    {
        _reader.Invoking(static r => r.Read("\0", new ConfigParseOptions())).Should().NotThrow();
        _reader.Invoking(static r => r.Read(null!, new ConfigParseOptions())).Should().Throw<ArgumentNullException>();
    }
}
