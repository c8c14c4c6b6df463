using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.RegularExpressions;

namespace ActiveResponse.Ossec.Wpk;

/// <summary>Reads the certificates of one CA store: a PEM file, or a folder prepared by <c>openssl rehash</c>.</summary>
internal static partial class CaStoreFile
{
    private const int MaxLength = 1024 * 1024;
    private const int MaxFiles = 4096;
    private const string Damaged = "a certificate in it is damaged";

    /// <summary>The store's certificates, which the caller disposes; or the reason in one line.</summary>
    public static (X509Certificate2Collection Certificates, string? Problem) Read(string path)
    {
        var certificates = new X509Certificate2Collection();
        try
        {
            if (Directory.Exists(path))
            {
                // OpenSSL, and so Wazuh, reads only files named by the hash of a subject.
                foreach (
                    var file in Directory.EnumerateFiles(path).Where(static f => HashedName().IsMatch(Path.GetFileName(f))).Take(MaxFiles)
                )
                {
                    Add(file, certificates);
                }

                return (certificates, certificates.Count > 0 ? null : "the folder has no certificate with a name by 'openssl rehash'");
            }

            Add(path, certificates);
            return (certificates, certificates.Count > 0 ? null : "the file has no PEM certificate");
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return (certificates, "it doesn't exist");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return (certificates, "it can't be read");
        }
        catch (CryptographicException)
        {
            return (certificates, Damaged);
        }
    }

    private static void Add(string file, X509Certificate2Collection certificates)
    {
        // A pipe or device has no length, and reading it might never end.
        if (new FileInfo(file) is { Exists: true } info && info.Length == 0)
        {
            return;
        }

        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var text = new byte[MaxLength + 1];
        var count = stream.ReadAtLeast(text, text.Length, throwOnEndOfStream: false);
        if (count > MaxLength)
        {
            throw new IOException("larger than any CA store");
        }

        certificates.ImportFromPem(System.Text.Encoding.Latin1.GetString(text, 0, count));
        if (!certificates.All(CertificateCheck.IsReadable))
        {
            throw new CryptographicException(Damaged);
        }
    }

    [GeneratedRegex(@"^[0-9a-f]{8}\.[0-9]{1,4}$", RegexOptions.CultureInvariant)]
    private static partial Regex HashedName();
}
