#include "core/docker/file_trouble.h"

#include <cerrno>
#include <cstring>

namespace wharf::docker {

namespace {

Kind kindOf(int error)
{
    switch (error) {
    case EROFS:
    case EBUSY: // the file itself is a mount point, as in containers: it cannot be replaced
    case EXDEV:
        return Kind::ReadOnly;
    case ENOSPC:
    case EDQUOT:
        return Kind::Full;
    case ENOENT:
    case ENOTDIR:
        return Kind::Absent;
    case EFBIG:
        return Kind::TooLarge;
    case ELOOP:
    case EISDIR:
    case ENAMETOOLONG:
        return Kind::Invalid;
    default:
        return Kind::Denied;
    }
}

} // namespace

Failure fileTrouble(int error, const QString &path)
{
    return { .stage = Stage::ClientFile,
             .kind = kindOf(error),
             .serverSaid = QString::fromLocal8Bit(std::strerror(error)),
             .subject = path };
}

} // namespace wharf::docker
