namespace ActiveResponse.Ossec.Wpk;

/// <summary>Why a package is refused.</summary>
public enum WpkFailure
{
    /// <summary>It doesn't begin like a WPK file.</summary>
    NotAPackage,

    /// <summary>It ends before the end of its signature.</summary>
    Truncated,

    /// <summary>The certificate's place has something else, or more than 64 KiB.</summary>
    BadCertificate,

    /// <summary>No CA store could be read, or none was given.</summary>
    NoCaStore,

    /// <summary>The certificate doesn't lead to a root of any CA store, or isn't valid now.</summary>
    NotTrusted,

    /// <summary>The certificate's key isn't of the required kind: RSA of 2048 bits, for signatures.</summary>
    BadKey,

    /// <summary>The signature doesn't match this content and certificate.</summary>
    BadSignature,

    /// <summary>The file couldn't be read to its end.</summary>
    Unreadable,
}
