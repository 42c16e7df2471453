#pragma once

#include "tests/sandbox/gitlab/gates.h"
#include "tests/sandbox/gitlab/signing_key.h"

#include <QUrl>

namespace wharf::sandbox {

/// A GitLab without a network: the world, what it remembers of its callers, its key, and the answer to one request after another.
class GitLab {
public:
    GitLab(GitLabWorld world, SigningKey key);

    [[nodiscard]] const GitLabWorld &world() const { return m_world; }
    /// Also forgets bans, throttles and addresses.
    void setWorld(GitLabWorld world);
    [[nodiscard]] const SigningKey &key() const { return m_key; }

    /// GitLab's own clock.
    [[nodiscard]] QDateTime now() const;
    /// `base`: the address that GitLab knows itself by, with the relative-URL prefix.
    [[nodiscard]] Answer answer(const Request &request, const QUrl &base);

private:
    [[nodiscard]] Answer routed(const Request &request, const QUrl &base, const QDateTime &now);
    [[nodiscard]] Answer tokenAnswer(const Request &request, const QUrl &base, const QDateTime &now);

    GitLabWorld m_world;
    SigningKey m_key;
    Gates m_gates;
};

} // namespace wharf::sandbox
