namespace ActiveResponse.Configuration;

/// <summary>Whose rules an <c>ossec.conf</c> is read by, alerts are matched by, and scripts are called by.</summary>
public enum ConfigDialect
{
    /// <summary>Wazuh 4: a response fires when (level AND group) OR rule id says so; scripts get JSON on standard input. The
    /// default.</summary>
    Wazuh = 0,

    /// <summary>OSSEC: a response fires when level OR group OR rule id says so; scripts get an argument list.</summary>
    Ossec = 1,
}
