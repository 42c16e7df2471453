#pragma once

#include "core/diagnosis/evidence/answer.h"

#include <QJsonObject>
#include <QStringList>

namespace wharf::diagnosis {

/// What the registry answers to somebody it does not know, and where it sends people to sign in.
struct ChallengeEvidence {
    Trial ping;      ///< `GET /v2/` without a credential, redirects of the same origin followed
    QString api;     ///< scheme, host and port that `/v2/` was asked at
    bool overPlainHttp = false;
    QStringList schemes; ///< offered, lower case: `bearer`, `basic`
    QString realm;       ///< as the challenge has it
    QString realmUrl;    ///< resolved; empty where it makes no URL
    /// `relative`, `no-host`, `double-slash`, `scheme`, `autoredirect` (the registry's own `/auth/token`), or empty.
    QString realmProblem;
    QString service;
    /// The same `/v2/` asked with a Basic credential although Bearer was offered: only where Basic and Bearer change about.
    QStringList schemesWithBasic;
    /// `/v2/` answers under another path, port or name of the same host: where it was found. Empty where it was not looked for.
    QString foundAt;

    [[nodiscard]] bool isBearer() const { return schemes.contains(QLatin1String("bearer")); }
    [[nodiscard]] bool isBasicOnly() const { return !isBearer() && schemes.contains(QLatin1String("basic")); }
    /// The registry's own mark is on the answer: its header, its challenge or its JSON.
    [[nodiscard]] bool isRegistry() const;

    template <class Self, class Visit>
    static void members(Self &self, Visit &&visit)
    {
        visit("ping", self.ping);
        visit("api", self.api);
        visit("over_plain_http", self.overPlainHttp);
        visit("schemes", self.schemes);
        visit("realm", self.realm);
        visit("realm_url", self.realmUrl);
        visit("realm_problem", self.realmProblem);
        visit("service", self.service);
        visit("schemes_with_basic", self.schemesWithBasic);
        visit("found_at", self.foundAt);
    }
};

/// The three-way experiment, at the realm, or at `/v2/` of a Basic registry: nobody, a deliberately wrong credential, the real one.
struct ExperimentEvidence {
    Trial anonymous;
    Trial wrong; ///< one attempt at most, as `gitlab-ci-token`, which GitLab does not count towards a ban
    Trial real;  ///< not made where no credential is at hand
    /// The real credential at the place the realm redirects to, where the redirect costs clients their `Authorization`.
    Trial realAtTarget;

    template <class Self, class Visit>
    static void members(Self &self, Visit &&visit)
    {
        visit("anonymous", self.anonymous);
        visit("wrong", self.wrong);
        visit("real", self.real);
        visit("real_at_target", self.realAtTarget);
    }
};

/// An access token as far as it may be shown.
struct TokenEvidence {
    bool issued = false;
    bool opaque = false; ///< no JWT: nothing in it can be read
    QString algorithm;
    QString keyId;
    QString issuer;
    QString subject;
    QStringList audience;
    QString authType; ///< GitLab's: how it recognised the credential
    QString tokenUserName; ///< GitLab's nested `user`: who it takes this for
    QString tokenUserType; ///< … and as what
    QDateTime issuedAt;
    QDateTime notBefore;
    QDateTime expires;
    qint64 lifetimeSeconds = 0;
    bool expiresInMissing = false; ///< the answer had no `expires_in`: Docker then takes 60 s

    template <class Self, class Visit>
    static void members(Self &self, Visit &&visit)
    {
        visit("issued", self.issued);
        visit("opaque", self.opaque);
        visit("algorithm", self.algorithm);
        visit("key_id", self.keyId);
        visit("issuer", self.issuer);
        visit("subject", self.subject);
        visit("audience", self.audience);
        visit("auth_type", self.authType);
        visit("token_user_name", self.tokenUserName);
        visit("token_user_type", self.tokenUserType);
        visit("issued_at", self.issuedAt);
        visit("not_before", self.notBefore);
        visit("expires", self.expires);
        visit("lifetime_seconds", self.lifetimeSeconds);
        visit("expires_in_missing", self.expiresInMissing);
    }
};

/// One scope asked for, and what came.
struct GrantEvidence {
    bool asked = false;
    QString notAsked;    ///< why not: `no-repository`, `repository-absent`, `not-agreed`, `no-token`, `anonymous`, `basic`
    QStringList actions; ///< asked for
    Trial trial;
    TokenEvidence token;
    QStringList granted;
    bool opaque = false; ///< granted something that cannot be read
    QString projectPath; ///< GitLab's `meta.project_path`

    [[nodiscard]] bool has(const QString &action) const { return granted.contains(action) || granted.contains(QLatin1String("*")); }

    template <class Self, class Visit>
    static void members(Self &self, Visit &&visit)
    {
        visit("asked", self.asked);
        visit("not_asked", self.notAsked);
        visit("actions", self.actions);
        visit("trial", self.trial);
        visit("token", self.token);
        visit("granted", self.granted);
        visit("opaque", self.opaque);
        visit("project_path", self.projectPath);
    }
};

/// An upload that was started, fed and taken back.
struct UploadEvidence {
    bool tried = false;
    QString notTried;    ///< `switched-off`, `repository-absent`, `no-grant`, `no-repository`, `pull-only`, `not-reached`
    Answer start;        ///< POST
    QString location;    ///< as the registry gave it, without the state in its query
    /// `scheme`, `host`, `port` where the `Location` leaves the registry's own origin; empty where it does not.
    QString locationProblem;
    QList<Answer> chunks;  ///< PATCH, growing; the last one shows the limit
    qint64 sizeAsked = 0;  ///< bytes
    qint64 sizeAccepted = 0; ///< bytes: the largest single body that was taken
    QList<Answer> status;  ///< GET on the upload, several times: replicas differ
    Answer takenBack;      ///< DELETE

    template <class Self, class Visit>
    static void members(Self &self, Visit &&visit)
    {
        visit("tried", self.tried);
        visit("not_tried", self.notTried);
        visit("start", self.start);
        visit("location", self.location);
        visit("location_problem", self.locationProblem);
        visit("chunks", self.chunks);
        visit("size_asked", self.sizeAsked);
        visit("size_accepted", self.sizeAccepted);
        visit("status", self.status);
        visit("taken_back", self.takenBack);
    }
};

/// What the registry does with the token, and with the repository.
struct RegistryEvidence {
    TokenEvidence token;   ///< of the plain sign-in, no scope asked
    Answer withToken;      ///< `GET /v2/` with it (or with Basic)
    Answer withTokenLater; ///< the same again after a pause: only where the token was not valid yet
    GrantEvidence pull;
    GrantEvidence push;
    GrantEvidence anonymousPull; ///< what nobody in particular may pull
    GrantEvidence projectPull;   ///< GitLab: pull at the first two names of the path, where the whole path grants nothing
    Answer manifest;       ///< HEAD or GET of the tag, else `tags/list`, with the pull token
    Answer blob;           ///< of the image's smallest layer or configuration: a redirect shows the store
    UploadEvidence upload;
    std::optional<bool> repositoryExists;

    template <class Self, class Visit>
    static void members(Self &self, Visit &&visit)
    {
        visit("token", self.token);
        visit("with_token", self.withToken);
        visit("with_token_later", self.withTokenLater);
        visit("pull", self.pull);
        visit("push", self.push);
        visit("anonymous_pull", self.anonymousPull);
        visit("project_pull", self.projectPull);
        visit("manifest", self.manifest);
        visit("blob", self.blob);
        visit("upload", self.upload);
        visit("repository_exists", self.repositoryExists);
    }
};

/// What GitLab's REST API says about the token.
struct GitLabEvidence {
    bool asked = false;
    QString api;
    std::optional<Failure> failure; ///< subject `expired`, `revoked`, `unknown-token`, `job-finished`, `insufficient-scope` …
    bool active = false;
    bool granular = false;
    QStringList scopes;
    QDateTime expiresAt; ///< UTC midnight at which it dies; invalid: never
    QString userName;
    bool bot = false;
    QString jobStatus;
    /// Where the project's old path sends a browser: it was moved. Empty where it was not asked or does not.
    QString projectMovedTo;
    /// What GitLab's own pages (`/users/sign_in`) say about maintenance mode. Empty where they say nothing or were not asked.
    QString maintenanceMessage;

    template <class Self, class Visit>
    static void members(Self &self, Visit &&visit)
    {
        visit("asked", self.asked);
        visit("api", self.api);
        visit("failure", self.failure);
        visit("active", self.active);
        visit("granular", self.granular);
        visit("scopes", self.scopes);
        visit("expires_at", self.expiresAt);
        visit("user_name", self.userName);
        visit("bot", self.bot);
        visit("job_status", self.jobStatus);
        visit("project_moved_to", self.projectMovedTo);
        visit("maintenance_message", self.maintenanceMessage);
    }
};

} // namespace wharf::diagnosis
