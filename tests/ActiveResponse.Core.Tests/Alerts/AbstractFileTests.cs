using System.IO.Abstractions;
using ActiveResponse.Platform;

namespace ActiveResponse.Tests.Alerts;

/// <summary>Files by way of <see cref="IFileSystem"/>, whose streams wrap those of real files, or are of no file at all.</summary>
public sealed class AbstractFileTests
{
    [Fact]
    public void A_real_file_has_one_identity_whoever_opened_it()
    {
        var path = Path.GetTempFileName();
        try
        {
            using var direct = File.OpenRead(path);
            using var wrapped = new FileSystem().FileStream.New(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);

            FileIdentity.Of(wrapped).Should().Be(FileIdentity.Of(direct)).And.NotBeNull();
        }
        finally
        {
            File.Delete(path);
        }
    }
}
