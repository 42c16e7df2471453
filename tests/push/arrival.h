#pragma once

#include <QByteArray>
#include <QString>

namespace wharf::rig {

/// Reads a tag's manifest and every blob of it back from a registry on this machine and compares the digests.
/// `authorization`: a header's value; empty for none. What is wrong, or nothing when all of it is there.
[[nodiscard]] QString whatIsMissing(quint16 port, const QByteArray &repository, const QByteArray &tag, const QByteArray &authorization);

/// A token of GitLab's for pulling: what `Authorization` is to be. Empty where it is refused.
[[nodiscard]] QByteArray pullToken(quint16 gitlabPort, const QByteArray &realmPath, const QByteArray &userAndPassword, const QByteArray &repository);

} // namespace wharf::rig
