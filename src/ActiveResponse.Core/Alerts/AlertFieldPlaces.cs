using System.Collections.Immutable;

namespace ActiveResponse.Alerts;

/// <summary>Places of each field. If several have a value, the first in this list counts. Names ignore case.</summary>
internal static class AlertFieldPlaces
{
    public static readonly ImmutableArray<(AlertField Field, string Path, string Source)> All =
    [
        // As Wazuh 4's own responders read them, in their order; then OSSEC's root; then Wazuh 5's responders.
        (AlertField.SourceAddress, "data.win.eventdata.ipAddress", "Wazuh 4 active responses"),
        (AlertField.SourceAddress, "data.win.eventdata.destinationIp", "Wazuh 4 active responses"),
        (AlertField.SourceAddress, "data.srcip", "Wazuh 4 active responses"),
        (AlertField.SourceAddress, "srcip", "OSSEC alerts.json"),
        (AlertField.SourceAddress, "source.ip", "Wazuh 5 active responses"),
        // No stock responder reads these, but users want them: each is what its decoder or module calls the remote side. Sysmon's
        // win.eventdata.sourceIp isn't included: for an outgoing connection it is the host itself.
        (AlertField.SourceAddress, "data.src_ip", "Suricata and other JSON logs; Sophos, Fortinet and pfSense decoders"),
        (AlertField.SourceAddress, "data.source_address", "Palo Alto decoder"),
        (AlertField.SourceAddress, "data.remip", "FortiGate decoder (VPN)"),
        (AlertField.SourceAddress, "data.aws.sourceIPAddress", "CloudTrail; Wazuh ingest pipeline"),
        (AlertField.SourceAddress, "data.aws.source_ip_address", "AWS module"),
        (AlertField.SourceAddress, "data.aws.client_ip", "AWS load balancers; Wazuh ingest pipeline"),
        (AlertField.SourceAddress, "data.aws.httpRequest.clientIp", "AWS WAF; Wazuh ingest pipeline"),
        (
            AlertField.SourceAddress,
            "data.aws.service.action.networkConnectionAction.remoteIpDetails.ipAddressV4",
            "GuardDuty; Wazuh ingest pipeline"
        ),
        (AlertField.SourceAddress, "data.gcp.jsonPayload.sourceIP", "GCP DNS; Wazuh ingest pipeline"),
        (AlertField.SourceAddress, "data.gcp.protoPayload.requestMetadata.callerIp", "GCP audit log"),
        (AlertField.SourceAddress, "data.office365.ClientIP", "Office 365; Wazuh ingest pipeline"),
        (AlertField.SourceAddress, "data.ms-graph.ipAddress", "Microsoft Graph; Wazuh ingest pipeline"),
        (AlertField.SourceAddress, "data.ms-graph.actor.ipAddress", "Microsoft Graph; Wazuh ingest pipeline"),
        (AlertField.SourceAddress, "data.github.actor_ip", "GitHub audit log"),
        (AlertField.SourceAddress, "src_ip", "csyslogd JSON"),
        (AlertField.User, "data.dstuser", "Wazuh 4 active responses"),
        (AlertField.User, "dstuser", "OSSEC alerts.json"),
        (AlertField.User, "user.name", "Wazuh 5 active responses"),
        (AlertField.User, "data.win.eventdata.targetUserName", "Windows security events"),
        (AlertField.User, "acct", "csyslogd JSON"),
        (AlertField.SourceUser, "data.srcuser", "Wazuh 4"),
        (AlertField.SourceUser, "srcuser", "OSSEC alerts.json"),
        (AlertField.FileName, "syscheck.path", "Wazuh 4"),
        (AlertField.FileName, "SyscheckFile.path", "OSSEC alerts.json"),
        (AlertField.FileName, "file.path", "Wazuh 5"),
        (AlertField.FileName, "filename", "OSSEC archives.json"),
        (AlertField.FileName, "file", "csyslogd JSON"),
        (AlertField.AgentId, "agent.id", "Wazuh 4"),
        (AlertField.AgentId, "wazuh.agent.id", "Wazuh 5"),
        (AlertField.AgentName, "agent.name", "Wazuh 4"),
        (AlertField.AgentName, "wazuh.agent.name", "Wazuh 5"),
        (AlertField.AgentName, "agent_name", "OSSEC alerts.json"),
        (AlertField.AgentAddress, "agent.ip", "Wazuh 4"),
        (AlertField.AgentAddress, "agentip", "OSSEC alerts.json"),
        (AlertField.Location, "location", "Wazuh 4, OSSEC alerts.json"),
        (AlertField.Location, "wazuh.protocol.location", "Wazuh 5"),
        (AlertField.Location, "component", "csyslogd JSON"),
        (AlertField.Description, "rule.description", "Wazuh 4"),
        (AlertField.Description, "rule.comment", "OSSEC alerts.json"),
        (AlertField.Description, "wazuh.rule.title", "Wazuh 5"),
        (AlertField.Description, "description", "csyslogd JSON"),
        (AlertField.Time, "timestamp", "Wazuh 4, OSSEC (whose TimeStamp is in milliseconds)"),
        (AlertField.Time, "@timestamp", "Wazuh 5"),
        (AlertField.Id, "id", "Wazuh 4, OSSEC alerts.json"),
        (AlertField.Id, "event.doc_id", "Wazuh 5"),
    ];
}
