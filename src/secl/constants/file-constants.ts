import { valued } from './family.js';

/** Flags of `open(2)`, as amd64 numbers them. */
export const openFlags = valued(
  'open flags',
  'O_',
  `RDONLY=0 WRONLY=1 RDWR=2 ACCMODE=3 CREAT=0x40 EXCL=0x80 NOCTTY=0x100 TRUNC=0x200 APPEND=0x400 NONBLOCK=0x800
   NDELAY=0x800 DSYNC=0x1000 ASYNC=0x2000 DIRECT=0x4000 LARGEFILE=0x8000 DIRECTORY=0x10000 NOFOLLOW=0x20000
   NOATIME=0x40000 CLOEXEC=0x80000 SYNC=0x101000 FSYNC=0x101000 RSYNC=0x101000 PATH=0x200000 TMPFILE=0x410000`,
);

/** Flags of `unlinkat(2)`. */
export const unlinkFlags = valued('unlink flags', 'AT_', 'REMOVEDIR=0x200');

/** Parts of a file's mode. */
export const fileModes = valued(
  'file modes',
  'S_',
  `IFMT=0o170000 IFSOCK=0o140000 IFLNK=0o120000 IFREG=0o100000 IFBLK=0o60000 IFDIR=0o40000 IFCHR=0o20000 IFIFO=0o10000
   ISUID=0o4000 ISGID=0o2000 ISVTX=0o1000 IRWXU=0o700 IRUSR=0o400 IWUSR=0o200 IXUSR=0o100 IRWXG=0o70 IRGRP=0o40
   IWGRP=0o20 IXGRP=0o10 IRWXO=0o7 IROTH=0o4 IWOTH=0o2 IXOTH=0o1 IREAD=0o400 IWRITE=0o200 IEXEC=0o100`,
);

/** Flags of pipe buffers, of `splice(2)`. */
export const pipeFlags = valued(
  'pipe buffer flags',
  'PIPE_BUF_FLAG_',
  'LRU=0x1 ATOMIC=0x2 GIFT=0x4 PACKET=0x8 CAN_MERGE=0x10 WHOLE=0x20 LOSS=0x40',
);
