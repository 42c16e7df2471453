#pragma once

#include "core/diagnosis/evidence/answer.h"

#include <QStringList>

namespace wharf::diagnosis {

/// One run of a credential helper, as a client would make it.
struct HelperRun {
    QString name; ///< the suffix: `secretservice`, `desktop`
    QString path; ///< empty: not on the PATH
    /// `found`, `not-found` (its own sentinel), `missing`, `not-executable`, `failed`, `timeout`, `not-json`
    QString outcome;
    int exitStatus = 0;
    QString said; ///< its error text, cleaned, without a secret
    /// What it cannot work without and is not there: `pass` (the program), `.gpg-id` (its store). The helper itself may answer
    /// as if nothing were stored.
    QString lacks;
    qint64 milliseconds = 0;

    template <class Self, class Visit>
    static void members(Self &self, Visit &&visit)
    {
        visit("name", self.name);
        visit("path", self.path);
        visit("outcome", self.outcome);
        visit("exit_status", self.exitStatus);
        visit("said", self.said);
        visit("lacks", self.lacks);
        visit("milliseconds", self.milliseconds);
    }
};

/// One place that a client would look at for this registry, in its own order.
struct CredentialSource {
    /// `environment`, `credential-helper`, `credentials-store`, `auths`
    QString kind;
    QString where; ///< the file, or the variable
    QString key;   ///< under which it was found, or would be looked for
    std::optional<HelperRun> helper;
    bool hasCredential = false;
    QString userName;
    bool identityToken = false;
    /// The same secret and user name as the credential under examination; none where there is none to compare with.
    std::optional<bool> sameAsExamined;
    bool endsInBlank = false; ///< the secret ends in a blank or a line end
    /// This is the one the client sends.
    bool sent = false;

    template <class Self, class Visit>
    static void members(Self &self, Visit &&visit)
    {
        visit("kind", self.kind);
        visit("where", self.where);
        visit("key", self.key);
        visit("helper", self.helper);
        visit("has_credential", self.hasCredential);
        visit("user_name", self.userName);
        visit("identity_token", self.identityToken);
        visit("same_as_examined", self.sameAsExamined);
        visit("ends_in_blank", self.endsInBlank);
        visit("sent", self.sent);
    }
};

/// A client's own file.
struct ClientFileEvidence {
    QString path;
    /// `read`, `absent`, `denied`, `malformed` (no JSON), `broken-entry` (an `auth` that is none; Docker ignores the whole file)
    QString state;
    QString problem;       ///< what and where, in the reader's words, without a secret
    QString chosenBy;      ///< `DOCKER_CONFIG`, `REGISTRY_AUTH_FILE`, or empty for the usual place
    QStringList hosts;     ///< every host it has something for
    QStringList odd;       ///< top-level keys that look like a misspelt known one: `credStore`

    template <class Self, class Visit>
    static void members(Self &self, Visit &&visit)
    {
        visit("path", self.path);
        visit("state", self.state);
        visit("problem", self.problem);
        visit("chosen_by", self.chosenBy);
        visit("hosts", self.hosts);
        visit("odd", self.odd);
    }
};

/// What one client on this machine would send to the registry, and why.
struct ClientEvidence {
    QString client; ///< `docker` or `podman` (which stands for skopeo and Buildah, too)
    bool installed = false;
    QList<ClientFileEvidence> files;
    QList<CredentialSource> sources;
    /// Keys that mean the same host and that this client does not find.
    QStringList nearKeys;
    /// Hosts it has a sign-in for that look like this one: another port, region, spelling.
    QStringList nearHosts;
    /// What the registry says to what this client would send; made only where that is another credential than the examined one.
    Trial trial;

    /// The source whose credential goes out; none: it would be anonymous.
    [[nodiscard]] const CredentialSource *sent() const;

    template <class Self, class Visit>
    static void members(Self &self, Visit &&visit)
    {
        visit("client", self.client);
        visit("installed", self.installed);
        visit("files", self.files);
        visit("sources", self.sources);
        visit("near_keys", self.nearKeys);
        visit("near_hosts", self.nearHosts);
        visit("trial", self.trial);
    }
};

/// Another person's or place's file that has a sign-in for the registry while the one in use has none.
struct OtherHomeEvidence {
    QString user;
    QString file;
    QString reason; ///< `sudo`, `home`, `root`, `docker-config`, `snap`

    template <class Self, class Visit>
    static void members(Self &self, Visit &&visit)
    {
        visit("user", self.user);
        visit("file", self.file);
        visit("reason", self.reason);
    }
};

/// The credential under examination, as far as it may be shown.
struct CredentialEvidence {
    bool given = false;
    QString from;     ///< `account`, `standard-input`, `docker`, `podman`, `anonymous`
    QString userName;
    QString kind;     ///< accounts::tokenKindName()
    QString prefix;   ///< the few letters that told; never more of it
    bool checksumWrong = false;
    bool mangled = false; ///< blanks or line ends at its edges, control characters within
    bool colonInUserName = false;
    bool notAscii = false;
    bool identityToken = false;
    QString requiredUserName;
    QDateTime expires; ///< of its own `exp`, where it has one

    template <class Self, class Visit>
    static void members(Self &self, Visit &&visit)
    {
        visit("given", self.given);
        visit("from", self.from);
        visit("user_name", self.userName);
        visit("kind", self.kind);
        visit("prefix", self.prefix);
        visit("checksum_wrong", self.checksumWrong);
        visit("mangled", self.mangled);
        visit("colon_in_user_name", self.colonInUserName);
        visit("not_ascii", self.notAscii);
        visit("identity_token", self.identityToken);
        visit("required_user_name", self.requiredUserName);
        visit("expires", self.expires);
    }
};

} // namespace wharf::diagnosis
