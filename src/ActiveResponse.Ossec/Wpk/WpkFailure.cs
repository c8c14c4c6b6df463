namespace ActiveResponse.Ossec.Wpk;

/// <summary>Why a file is not taken for a package that may be installed.</summary>
public enum WpkFailure
{
    /// <summary>It doesn't begin as a WPK file does.</summary>
    NotAPackage,

    /// <summary>It ends before its signature does.</summary>
    Truncated,

    /// <summary>Where the certificate belongs is something else, or more than 64 KiB.</summary>
    BadCertificate,

    /// <summary>No CA store could be read, or none was named.</summary>
    NoCaStore,

    /// <summary>The certificate doesn't lead to a root of any CA store, or not at this time.</summary>
    NotTrusted,

    /// <summary>The certificate's key is not one packages are signed with: RSA of 2048 bits, for signatures.</summary>
    BadKey,

    /// <summary>The signature is not that of this content by this certificate.</summary>
    BadSignature,

    /// <summary>The file could not be read to its end.</summary>
    Unreadable,
}
